import type { Jpeg, JpegSegment } from './read-jpeg.ts';

/** What applications put into a JPEG’s APPn and comment segments. Buffers are views or joined pieces. */
export interface JpegPayloads {
  /** Identifier of each APPn segment in order, such as `APP0 JFIF`, `APP1 Exif`. */
  readonly order: readonly string[];
  /** TIFF blocks (Exif), usually one. */
  readonly exif: readonly Buffer[];
  /** XMP packets: the main one first, then the extended one where its parts are complete. */
  readonly xmp: readonly string[];
  /** Photoshop’s image resources (IPTC lies in them), joined. */
  readonly photoshop: Buffer | undefined;
  /** Colour transform of Adobe’s APP14: 0 none, 1 YCbCr, 2 YCCK. */
  readonly adobeTransform: number | undefined;
  readonly comments: readonly string[];
  /** Multi-picture format (CIPA DC-007) is present. */
  readonly multiPicture: boolean;
  /** Parts of extended XMP are missing, doubled or contradict each other. */
  readonly brokenExtendedXmp: boolean;
}

const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED = 'http://ns.adobe.com/xmp/extension/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const MAX_COMMENTS = 20;
const MAX_TEXT = 64 * 1024;

export function readPayloads({ segments }: Pick<Jpeg, 'segments'>): JpegPayloads {
  const withHead = (name: string, head: string): Buffer[] =>
    segments
      .filter((one) => one.name === name && one.data.toString('latin1', 0, head.length) === head)
      .map(({ data }) => data.subarray(head.length));
  const photoshop = withHead('APP13', PHOTOSHOP);
  const adobe = withHead('APP14', 'Adobe')[0];
  const extended = joinExtended(withHead('APP1', EXTENDED));
  const main = withHead('APP1', XMP).map((data) => data.toString('utf8'));
  return {
    order: segments
      .filter(({ name }) => name.startsWith('APP'))
      .slice(0, 200)
      .map(nameApp),
    exif: withHead('APP1', EXIF).slice(0, 8),
    xmp: [...main.slice(0, 8), ...(extended.text === undefined ? [] : [extended.text])],
    photoshop: photoshop.length > 0 ? Buffer.concat(photoshop) : undefined,
    adobeTransform: adobe?.[6],
    comments: segments
      .filter(({ name }) => name === 'COM')
      .slice(0, MAX_COMMENTS)
      .map(({ data }) => data.toString('utf8', 0, MAX_TEXT)),
    multiPicture: withHead('APP2', 'MPF\0').length > 0,
    brokenExtendedXmp: extended.broken,
  };
}

function nameApp({ name, data }: JpegSegment): string {
  const text = data.toString('latin1', 0, 32);
  const id = /^[\x20-\x7e]{2,32}/.exec(text)?.[0];
  return id === undefined ? name : `${name} ${id.replace(/^http:\/\/ns\.adobe\.com/, 'xmp')}`;
}

const GUID_BYTES = 32;
const MAX_EXTENDED = 16 * 1024 * 1024;

/** Extended XMP (XMP specification part 3, 1.1.3.1): GUID, whole length, offset, then a piece; in any order. */
function joinExtended(parts: readonly Buffer[]): { text: string | undefined; broken: boolean } {
  const usable = parts.filter((part) => part.length > GUID_BYTES + 8);
  const first = usable[0];
  if (!first) return { text: undefined, broken: parts.length > 0 };
  const guid = first.toString('latin1', 0, GUID_BYTES);
  const length = first.readUInt32BE(GUID_BYTES);
  const own = usable.filter(
    (part) => part.toString('latin1', 0, GUID_BYTES) === guid && part.readUInt32BE(GUID_BYTES) === length,
  );
  const pieces = own
    .map((part) => ({ offset: part.readUInt32BE(GUID_BYTES + 4), data: part.subarray(GUID_BYTES + 8) }))
    .sort((a, b) => a.offset - b.offset);
  let next = 0;
  for (const { offset, data } of pieces) {
    if (offset !== next) return { text: undefined, broken: true };
    next += data.length;
  }
  if (next !== length || length > MAX_EXTENDED) return { text: undefined, broken: true };
  const text = Buffer.concat(pieces.map(({ data }) => data)).toString('utf8');
  return { text, broken: own.length !== parts.length };
}

/** A box of JUMBF spread over APP11 segments (ISO/IEC 19566-5 annex D), and where those segments stand in the file. */
export interface SpreadBox {
  readonly bytes: Buffer;
  readonly ranges: readonly { readonly start: number; readonly length: number }[];
}

const COMMON_IDENTIFIER = 0x4a50;

/** The boxes in APP11 by instance number, pieces put together in order of their sequence numbers. */
export function readSpreadBoxes({ segments }: Pick<Jpeg, 'segments'>): SpreadBox[] {
  const instances = new Map<number, JpegSegment[]>();
  for (const segment of segments) {
    const { name, data } = segment;
    if (name !== 'APP11' || data.length < 16 || data.readUInt16BE(0) !== COMMON_IDENTIFIER) continue;
    const instance = data.readUInt16BE(2);
    const list = instances.get(instance);
    if (list) list.push(segment);
    else if (instances.size < 64) instances.set(instance, [segment]);
  }
  return [...instances.values()].map(joinSpread);
}

/** Each piece repeats the box’s header; only the first keeps it. */
function joinSpread(segments: readonly JpegSegment[]): SpreadBox {
  const sorted = [...segments].sort((a, b) => a.data.readUInt32BE(4) - b.data.readUInt32BE(4));
  const pieces = sorted.map(({ data }, i) => {
    const head = data.readUInt32BE(8) === 1 ? 16 : 8;
    return data.subarray(i === 0 ? 8 : 8 + head);
  });
  return {
    bytes: Buffer.concat(pieces),
    ranges: segments.map(({ offset, data }) => ({ start: offset, length: data.length + 4 })),
  };
}
