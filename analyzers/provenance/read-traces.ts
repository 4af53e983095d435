import { type ByteSource, readExif, readWebmInfo, storeInMp3 } from '../../src/formats/index.ts';
import { exifNotes } from './read-notes.ts';
import {
  MAX_PICTURE_BYTES,
  readBoxTraces,
  readJpegTraces,
  readPngTraces,
  readRiffTraces,
} from './read-picture.ts';
import { noTraces, note, type Traces } from './traces.ts';

/** Reads what the structure of a file tells, by what its first bytes are. Never throws for bad content. */
export async function readTraces(
  source: ByteSource,
  path: string,
  mediaTypes: readonly string[],
): Promise<Traces> {
  const head = await source.read(0, 12);
  const magic = head.toString('latin1');
  const whole = (): Promise<Buffer> => source.read(0, MAX_PICTURE_BYTES);
  const cut = (traces: Traces | undefined): Traces | undefined =>
    traces && source.size > MAX_PICTURE_BYTES
      ? { ...traces, trailing: undefined, partly: true, unread: [...traces.unread, tooLong] }
      : traces;
  const found = magic.startsWith('\xff\xd8\xff')
    ? cut(readJpegTraces(await whole()))
    : magic.startsWith('\x89PNG')
      ? cut(readPngTraces(await whole()))
      : magic.startsWith('RIFF')
        ? await readRiffTraces(source)
        : await readOther(source, path, magic, mediaTypes);
  return found ?? { ...noTraces, unread: [unknownForm] };
}

const tooLong = {
  what: `What stands after the first ${MAX_PICTURE_BYTES / 1024 ** 2} MiB`,
  why: 'The file is larger than a picture that is read whole.',
};
const unknownForm = {
  what: 'The structure of the file',
  why: 'For this kind of file there is no reader of its structure here; C2PA credentials in it would not be seen.',
};

async function readOther(
  source: ByteSource,
  path: string,
  magic: string,
  mediaTypes: readonly string[],
): Promise<Traces | undefined> {
  if (magic.startsWith('\x1aE\xdf\xa3')) return readEbmlTraces(source);
  if (magic.startsWith('II*\0') || magic.startsWith('MM\0*')) return readTiffTraces(source);
  if (magic.startsWith('ID3') || mediaTypes.includes('audio/mpeg')) return readMp3Traces(source);
  const image = mediaTypes.find((type) => type.startsWith('image/'))?.slice('image/'.length);
  const boxed = mediaTypes.some((type) => /mp4|quicktime|3gpp|heic|heif|avif|m4a|m4v/.test(type));
  return boxed || magic.slice(4, 8) === 'ftyp' ? readBoxTraces(source, path, image) : undefined;
}

async function readEbmlTraces(source: ByteSource): Promise<Traces | undefined> {
  const webm = await readWebmInfo(source);
  if (!webm) return undefined;
  return {
    ...noTraces,
    form: 'ebml',
    notes: [
      ...note('muxing application', 'muxing application', webm.muxingApp ?? ''),
      ...note('writing application', 'writing application', webm.writingApp ?? ''),
      ...note('title', 'title', webm.title ?? ''),
      ...webm.tags.flatMap(({ name, text }) => note(`tag ${name}`, name, text)),
    ],
    webm,
    examined: ['Container: who wrote it, and tags in its first 2 MiB'],
    unread: [
      {
        what: 'C2PA credentials in a Matroska or WebM file',
        why: 'The format has no place for them; those kept beside the file are not seen.',
      },
    ],
  };
}

async function readTiffTraces(source: ByteSource): Promise<Traces | undefined> {
  const exif = readExif(await source.read(0, MAX_PICTURE_BYTES));
  return (
    exif && {
      ...noTraces,
      form: 'tiff',
      exif,
      notes: exifNotes(exif),
      examined: ['TIFF: fields of its first directory, of EXIF and of GPS'],
      unread: [{ what: 'C2PA credentials in a TIFF file', why: 'They are not read here.' }],
    }
  );
}

async function readMp3Traces(source: ByteSource): Promise<Traces | undefined> {
  return {
    ...noTraces,
    form: 'mp3',
    store: await storeInMp3(source),
    examined: ['MP3: C2PA credentials in its ID3 tag'],
  };
}
