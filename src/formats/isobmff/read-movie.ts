import type { ByteSource } from '../source.ts';
import { boxesAt, type IsoBox, type IsoBoxes, readBoxBody } from './read-boxes.ts';
import { readUserData, type UserDatum } from './user-data.ts';

/** What an MP4, MOV, 3GP, HEIC or AVIF file’s structure says of who wrote it. */
export interface Movie {
  readonly majorBrand: string | undefined;
  readonly minorVersion: number | undefined;
  readonly brands: readonly string[];
  /** Types of the outermost boxes in order; runs of equal types count once. */
  readonly order: readonly string[];
  /** RFC 3339; undefined where absent or zero. */
  readonly created: string | undefined;
  readonly modified: string | undefined;
  readonly tracks: readonly MovieTrack[];
  readonly userData: readonly UserDatum[];
  /** Number of `mdat` boxes. */
  readonly mediaBoxes: number;
  /** `moof` boxes: the file is cut into fragments, as streams are. */
  readonly fragments: number;
  /** Where the first `moov` stands relative to the first `mdat`. */
  readonly header: 'first' | 'last' | 'none';
}

export interface MovieTrack {
  /** `vide`, `soun`, `text`, `meta`… */
  readonly kind: string;
  /** Name that the writer gives its handler: `Core Media Video`, `VideoHandler`, `ISO Media file produced by Google Inc.` */
  readonly handlerName: string;
  readonly created: string | undefined;
  /** Four-character codes of the sample descriptions. */
  readonly codecs: readonly string[];
  /** Name of the encoder in a video sample description. */
  readonly compressor: string;
  readonly edits: number;
}

const MAX_TRACKS = 32;

export async function readMovie(source: ByteSource, { boxes }: IsoBoxes): Promise<Movie> {
  const types = boxes.map(({ type }) => printable(type));
  const ftyp = boxes.find(({ type }) => type === 'ftyp');
  const brand = ftyp && (await readBoxBody(source, ftyp, 1024));
  const head = boxesAt(boxes, 'moov/mvhd')[0];
  const times = head ? readTimes(await readBoxBody(source, head, 24)) : {};
  const [moov, mdat] = [types.indexOf('moov'), types.indexOf('mdat')];
  const tracks: MovieTrack[] = [];
  for (const track of boxesAt(boxes, 'moov/trak').slice(0, MAX_TRACKS))
    tracks.push(await readTrack(source, track));
  return {
    majorBrand: brand && brand.length >= 8 ? printable(brand.toString('latin1', 0, 4)) : undefined,
    minorVersion: brand && brand.length >= 8 ? brand.readUInt32BE(4) : undefined,
    brands: brand ? brandsOf(brand) : [],
    order: types.filter((type, i) => type !== types[i - 1]).slice(0, 100),
    created: times.created,
    modified: times.modified,
    tracks,
    userData: await readUserData(source, boxes),
    mediaBoxes: types.filter((type) => type === 'mdat').length,
    fragments: types.filter((type) => type === 'moof').length,
    header: moov < 0 ? 'none' : mdat >= 0 && mdat < moov ? 'last' : 'first',
  };
}

function brandsOf(body: Buffer): string[] {
  const count = Math.max(0, Math.floor((body.length - 8) / 4));
  return Array.from({ length: count }, (_, i) => printable(body.toString('latin1', 8 + i * 4, 12 + i * 4)));
}

/** Seconds between 1904 and 1970, the epochs of QuickTime and of Unix. */
const EPOCH = 2_082_844_800;

/** Version, flags, then creation and modification time of 32 or 64 bits (14496-12 section 8.2.2). */
function readTimes(body: Buffer): { created?: string; modified?: string } {
  const wide = body[0] === 1;
  if (body.length < (wide ? 20 : 12)) return {};
  const seconds = (i: number): number =>
    wide ? Number(body.readBigUInt64BE(4 + i * 8)) : body.readUInt32BE(4 + i * 4);
  const [created, modified] = [timeOf(seconds(0)), timeOf(seconds(1))];
  return { ...(created ? { created } : {}), ...(modified ? { modified } : {}) };
}

function timeOf(seconds: number): string | undefined {
  if (seconds === 0) return undefined;
  const date = new Date((seconds - EPOCH) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

async function readTrack(source: ByteSource, track: IsoBox): Promise<MovieTrack> {
  const body = async (path: string, max: number): Promise<Buffer> => {
    const box = boxesAt(track.children, path)[0];
    return box ? readBoxBody(source, box, max) : Buffer.alloc(0);
  };
  const handler = await body('mdia/hdlr', 256);
  const header = await body('tkhd', 24);
  const description = await body('mdia/minf/stbl/stsd', 256);
  const edits = await body('edts/elst', 8);
  return {
    kind: printable(handler.toString('latin1', 8, 12)),
    handlerName: handlerName(handler),
    created: readTimes(header).created,
    codecs: description.length >= 16 ? [printable(description.toString('latin1', 12, 16))] : [],
    compressor: compressorOf(description),
    edits: edits.length >= 8 ? edits.readUInt32BE(4) : 0,
  };
}

/** Text ended by zero in ISO files, with its length in front in QuickTime. */
function handlerName(body: Buffer): string {
  const name = body.subarray(24);
  const counted = name.length > 1 && name[0] === name.length - 1;
  const text = name.toString('utf8', counted ? 1 : 0);
  return printable(text.split('\0', 1)[0] ?? '').slice(0, 120);
}

/** A visual sample entry keeps 32 bytes for the name of the compressor, its length first (14496-12 section 12.1.3). */
function compressorOf(description: Buffer): string {
  const at = 8 + 8 + 42;
  const length = description[at] ?? 0;
  if (length === 0 || length > 31) return '';
  return printable(description.toString('latin1', at + 1, at + 1 + length));
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '');
}
