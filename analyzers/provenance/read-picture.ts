import { generatorRules } from '../../data/provenance/generators.ts';
import {
  type ByteSource,
  type Png,
  type PngAnomalyCode,
  readExif,
  readIsoBoxes,
  readJpeg,
  readMovie,
  readPayloads,
  readPng,
  readRiff,
  readRiffInfo,
  readXmp,
  storeInBoxes,
  storeInJpeg,
  storeInPng,
  storeInRiff,
} from '../../src/formats/index.ts';
import { readImageTags } from '../../src/media/index.ts';
import { exifNotes, iptcNotes, xmpNotes } from './read-notes.ts';
import { type Note, noTraces, note, type Traces, type Unread } from './traces.ts';

/** Larger JPEG, PNG and TIFF files are read as far as this. */
export const MAX_PICTURE_BYTES = 128 * 1024 * 1024;
const XMP_KEYWORD = 'XML:com.adobe.xmp';

export function readJpegTraces(bytes: Buffer): Traces | undefined {
  const file = readJpeg(bytes);
  if (!file) return undefined;
  const payloads = readPayloads(file);
  const exif = payloads.exif[0] && readExif(payloads.exif[0]);
  const xmp = payloads.xmp.map(readXmp);
  const broken = {
    what: 'The extended XMP packet',
    why: 'Parts of it are missing or contradict each other.',
  };
  return {
    ...noTraces,
    form: 'jpeg',
    notes: [
      ...exifNotes(exif),
      ...xmpNotes(xmp),
      ...iptcNotes(payloads.photoshop),
      ...payloads.comments.flatMap((text) => note('JPEG comment', 'comment', text)),
      ...appNotes(file.segments),
    ],
    exif,
    xmp,
    store: storeInJpeg(file),
    jpeg: { file, payloads },
    trailing: trailing(bytes, file.end),
    examined: ['JPEG: segments, tables, EXIF, XMP, IPTC and comments'],
    unread: payloads.brokenExtendedXmp ? [broken] : [],
  };
}

/** Labels that some services write straight into an application segment. */
function appNotes(segments: readonly { readonly name: string; readonly data: Buffer }[]): Note[] {
  return segments
    .filter(({ name, data }) => name.startsWith('APP') && data.includes('AIGC'))
    .slice(0, 10)
    .flatMap(({ name, data }) => note(`JPEG segment ${name}`, 'aigc', data.toString('utf8', 0, 4096)));
}

export function readPngTraces(bytes: Buffer): Traces | undefined {
  const png = readPng(bytes, soughtKeywords);
  if (!png) return undefined;
  const exif = png.exif && readExif(png.exif);
  const packets = png.texts.filter(({ keyword }) => keyword === XMP_KEYWORD).map(({ text }) => text);
  const xmp = packets.map(readXmp);
  const texts = png.texts.filter(({ keyword }) => keyword !== XMP_KEYWORD);
  return {
    ...noTraces,
    form: 'png',
    notes: [
      ...texts.flatMap(({ keyword, text }) => note(`PNG text “${keyword}”`, keyword, text)),
      ...exifNotes(exif),
      ...xmpNotes(xmp),
    ],
    exif,
    xmp,
    store: storeInPng(png),
    png,
    trailing: png.ended ? trailing(bytes, png.end) : undefined,
    examined: ['PNG: chunks, texts, EXIF and XMP'],
    partly: !png.ended,
    unread: unreadInPng(png),
  };
}

/** Keywords of generators and other programs. ComfyUI’s and those of labels stand in rules without keys. */
const soughtKeywords: ReadonlySet<string> = new Set([
  ...generatorRules.flatMap(({ keys }) => keys),
  ...['prompt', 'workflow', 'aigc', XMP_KEYWORD.toLowerCase()],
]);

const unreadWords: Readonly<Record<PngAnomalyCode, Pick<Unread, 'what' | 'reason'> | undefined>> = {
  'cut-chunk': { what: 'The rest of the PNG file' },
  'no-end': { what: 'The end of the PNG file' },
  'too-many-chunks': { what: 'The rest of the PNG file', reason: 'not-run' },
  'too-many-texts': { what: 'Some texts of the PNG file', reason: 'not-run' },
  'text-cut': { what: 'The rest of a long text', reason: 'not-run' },
  'text-bomb': { what: 'A compressed text' },
  'text-unreadable': { what: 'A text that is not as the format demands' },
  'bad-checksum': undefined,
};

/** All that was not read of a PNG file, in words. */
function unreadInPng({ anomalies, frames }: Png): Unread[] {
  const cut = anomalies.some(({ code }) => code === 'cut-chunk');
  const gaps = anomalies.flatMap(({ code, detail }) => {
    const words = code === 'no-end' && cut ? undefined : unreadWords[code];
    return words
      ? [{ ...words, why: code === 'cut-chunk' ? `${detail}, more than follow.` : `${detail}.` }]
      : [];
  });
  if (frames < 2) return gaps;
  const why = `Only the first of ${frames} frames was looked at.`;
  return [...gaps, { what: 'Other frames of the animated PNG', reason: 'not-run', why }];
}

function trailing(bytes: Buffer, end: number): Traces['trailing'] {
  return end < bytes.length ? { offset: end, bytes: bytes.length - end } : undefined;
}

/** WebP, WAV, AVI. */
export async function readRiffTraces(source: ByteSource): Promise<Traces | undefined> {
  const riff = await readRiff(source);
  if (!riff) return undefined;
  const cut = async (type: string): Promise<Buffer | undefined> => {
    const chunk = riff.chunks.find((one) => one.type === type);
    return chunk && source.read(chunk.offset + 8, Math.min(chunk.bytes, 16 * 1024 * 1024));
  };
  const block = await cut('EXIF');
  const exif = block && readExif(block.toString('latin1', 0, 4) === 'Exif' ? block.subarray(6) : block);
  const packet = await cut('XMP ');
  const xmp = packet ? [readXmp(packet.toString('utf8'))] : [];
  const info = await readRiffInfo(source, riff);
  return {
    ...noTraces,
    form: 'riff',
    notes: [
      ...exifNotes(exif),
      ...xmpNotes(xmp),
      ...info.flatMap(({ key, text }) => note(`RIFF ${key}`, key === 'ISFT' ? 'software' : key, text)),
    ],
    exif,
    xmp,
    store: await storeInRiff(source, riff),
    trailing: riff.end < source.size ? { offset: riff.end, bytes: source.size - riff.end } : undefined,
    examined: [`RIFF (${riff.form.trim()}): chunks, EXIF, XMP and texts of the outermost level`],
    unread: riff.cut
      ? [{ what: 'Some chunks', why: 'A chunk claims more than there is, or there are too many.' }]
      : [],
  };
}

/** MP4, MOV, 3GP, M4A, HEIC, AVIF. `image`: its sniffed format, where it is a picture. */
export async function readBoxTraces(
  source: ByteSource,
  path: string,
  image: string | undefined,
): Promise<Traces | undefined> {
  const boxes = await readIsoBoxes(source);
  if (!boxes) return undefined;
  const movie = await readMovie(source, boxes);
  const tags = image === undefined ? undefined : await readImageTags(path, image);
  const texts = Object.entries({ ...tags?.exif, ...tags?.xmp });
  const packets = await xmpInBoxes(source, boxes.boxes);
  const xmp = packets.map(readXmp);
  return {
    ...noTraces,
    form: 'boxes',
    notes: [
      ...movie.userData.flatMap(({ key, text }) => note(`container ${key}`, key, text)),
      ...movie.tracks.flatMap(({ handlerName, compressor }) => [
        ...note('handler name of a track', 'handler name', handlerName),
        ...note('compressor name of a track', 'compressor', compressor),
      ]),
      ...texts.flatMap(([name, value]) =>
        typeof value === 'string' ? note(`metadata ${name}`, name.slice(name.indexOf(':') + 1), value) : [],
      ),
      ...xmpNotes(xmp),
    ],
    xmp,
    store: await storeInBoxes(source, boxes.boxes),
    boxes,
    movie,
    trailing: undefined,
    examined: ['Container: boxes, brands, tracks, dates and texts'],
    unread: boxes.complete
      ? []
      : [
          {
            what: 'Some boxes of the container',
            why: boxes.anomalies.map(({ detail }) => detail).join('; '),
          },
        ],
  };
}

const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

/** XMP in a `uuid` box (XMP specification part 3). */
async function xmpInBoxes(
  source: ByteSource,
  boxes: readonly { uuid: string | undefined; offset: number; bytes: number; head: number }[],
): Promise<string[]> {
  const packets: string[] = [];
  for (const box of boxes.filter(({ uuid }) => uuid === XMP_UUID).slice(0, 4)) {
    const bytes = await source.read(box.offset + box.head, Math.min(box.bytes - box.head, 4 * 1024 * 1024));
    packets.push(bytes.toString('utf8'));
  }
  return packets;
}
