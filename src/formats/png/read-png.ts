import { crc32, inflateSync } from 'node:zlib';
import { type Anomaly, anomalyLog } from '../anomaly.ts';

export type PngAnomalyCode =
  | 'cut-chunk'
  | 'bad-checksum'
  | 'too-many-chunks'
  | 'too-many-texts'
  | 'text-cut'
  | 'text-bomb'
  | 'text-unreadable'
  | 'no-end';

export interface PngChunk {
  readonly type: string;
  readonly offset: number;
  /** A view. */
  readonly data: Buffer;
}

export interface PngText {
  readonly keyword: string;
  readonly text: string;
  readonly chunk: 'tEXt' | 'zTXt' | 'iTXt';
  readonly offset: number;
}

/** A PNG file by its chunks (W3C PNG, third edition). Pixels are not decoded. */
export interface Png {
  readonly width: number;
  readonly height: number;
  /** Runs of equal types count once: `IHDR pHYs IDAT IEND`. */
  readonly order: readonly string[];
  readonly chunks: readonly PngChunk[];
  readonly texts: readonly PngText[];
  readonly exif: Buffer | undefined;
  /** C2PA’s store, and where its chunk stands. */
  readonly c2pa: { readonly bytes: Buffer; readonly offset: number; readonly length: number } | undefined;
  readonly profileName: string | undefined;
  /** Offset after the last chunk that was read. */
  readonly end: number;
  /** True: the chunk was IEND, so that the file ends there by its own account. */
  readonly ended: boolean;
  /** Pictures that the file holds: more than one in an animation. */
  readonly frames: number;
  readonly anomalies: readonly Anomaly<PngAnomalyCode>[];
}

type Log = ReturnType<typeof anomalyLog<PngAnomalyCode>>;

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const MAX_CHUNKS = 20_000;
const MAX_TEXTS = 10_000;
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_ALL_TEXT = 8 * 1024 * 1024;
/** Unpacking costs time even where nothing is kept of it. */
const MAX_BOMBS = 64;
/** Image data is large and its checksum tells nothing about provenance. */
const MAX_SUMMED = 4 * 1024 * 1024;

/** Undefined: the bytes are no PNG file. `first`: keywords, lower case, whose texts are read before all others. */
export function readPng(bytes: Buffer, first: ReadonlySet<string> = new Set()): Png | undefined {
  if (bytes.toString('latin1', 0, 8) !== SIGNATURE) return undefined;
  const log = anomalyLog<PngAnomalyCode>();
  const chunks: PngChunk[] = [];
  let at = 8;
  while (at + 12 <= bytes.length && chunks.at(-1)?.type !== 'IEND') {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) {
      log.add('cut-chunk', `chunk ${printable(type)} claims ${length} bytes`, { offset: at });
      break;
    }
    if (chunks.length >= MAX_CHUNKS) {
      log.add('too-many-chunks', `more than ${MAX_CHUNKS} chunks: the rest was not read`, { offset: at });
      break;
    }
    if (length <= MAX_SUMMED && type !== 'IDAT') checkSum(bytes, at, length, log);
    chunks.push({ type, offset: at, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  const stopped = log.all.some(({ code }) => code === 'too-many-chunks');
  if (!stopped && chunks.at(-1)?.type !== 'IEND') log.add('no-end', 'the file ends without its end chunk');
  return summarise(chunks, at, { log, first });
}

function checkSum(bytes: Buffer, at: number, length: number, log: Log): void {
  const body = bytes.subarray(at + 4, at + 8 + length);
  if (crc32(body) !== bytes.readUInt32BE(at + 8 + length))
    log.add('bad-checksum', `the checksum of chunk ${printable(body.toString('latin1', 0, 4))} is wrong`, {
      offset: at,
    });
}

interface Reading {
  readonly log: Log;
  readonly first: ReadonlySet<string>;
}

function summarise(chunks: readonly PngChunk[], end: number, reading: Reading): Png {
  const of = (type: string): PngChunk | undefined => chunks.find((one) => one.type === type);
  const header = of('IHDR')?.data;
  const store = of('caBX');
  const profile = of('iCCP')?.data;
  return {
    width: header && header.length >= 8 ? header.readUInt32BE(0) : 0,
    height: header && header.length >= 8 ? header.readUInt32BE(4) : 0,
    order: chunks
      .map(({ type }) => printable(type))
      .filter((type, i, all) => type !== all[i - 1])
      .slice(0, 200),
    chunks,
    texts: readTexts(chunks, reading),
    exif: of('eXIf')?.data,
    c2pa: store && { bytes: store.data, offset: store.offset, length: store.data.length + 12 },
    profileName: profile?.toString('latin1', 0, Math.min(79, Math.max(0, profile.indexOf(0)))),
    end,
    ended: chunks.at(-1)?.type === 'IEND',
    frames: countFrames(chunks),
    anomalies: reading.log.all,
  };
}

/** `acTL` says how many frames an animation has; a still picture without `fcTL` before it comes on top. */
function countFrames(chunks: readonly PngChunk[]): number {
  const data = chunks.findIndex(({ type }) => type === 'IDAT');
  const before = data < 0 ? chunks : chunks.slice(0, data);
  const control = before.find(({ type }) => type === 'acTL')?.data;
  if (!control || control.length < 4) return 1;
  const still = before.some(({ type }) => type === 'fcTL') ? 0 : 1;
  return Math.max(1, control.readUInt32BE(0) + still);
}

interface FoundText {
  readonly chunk: PngChunk;
  readonly keyword: string;
}

function readTexts(chunks: readonly PngChunk[], { log, first }: Reading): PngText[] {
  const found = chunks.flatMap((chunk) => findText(chunk, log));
  const sought = ({ keyword }: FoundText): boolean => first.has(keyword.toLowerCase());
  const ordered = [...found.filter(sought), ...found.filter((one) => !sought(one))];
  const texts: PngText[] = [];
  let total = 0;
  let bombs = 0;
  for (const [done, one] of ordered.entries()) {
    if (texts.length >= MAX_TEXTS || total >= MAX_ALL_TEXT || bombs >= MAX_BOMBS) {
      const why = `${ordered.length - done} of ${ordered.length} texts were not read: there are too many, or they are too long`;
      log.add('too-many-texts', why);
      break;
    }
    const text = readText(one, log);
    if (text === 'bomb') bombs += 1;
    if (text === undefined || text === 'bomb') continue;
    total += text.text.length;
    texts.push(text);
  }
  return texts.sort((a, b) => a.offset - b.offset);
}

function findText(chunk: PngChunk, log: Log): FoundText[] {
  const { type, data, offset } = chunk;
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return [];
  const zero = data.subarray(0, 80).indexOf(0);
  if (zero >= 1) return [{ chunk, keyword: data.toString('latin1', 0, zero) }];
  log.add('text-unreadable', 'a text has no keyword', { offset });
  return [];
}

/** PNG 11.3.3: keyword, zero, then plain, compressed or international text. */
function readText(
  { chunk: { type, data, offset }, keyword }: FoundText,
  log: Log,
): PngText | 'bomb' | undefined {
  const zero = keyword.length;
  const place = placeOfText(type, data, zero);
  if (!place) {
    log.add('text-unreadable', 'an international text has no end of its language', { offset });
    return undefined;
  }
  const rest = data.subarray(place.at);
  if (!place.packed && rest.length > MAX_TEXT_BYTES)
    log.add('text-cut', `of a text of ${rest.length} bytes the first ${MAX_TEXT_BYTES} were read`, {
      offset,
    });
  const body = place.packed ? inflate(rest, offset, log) : rest.subarray(0, MAX_TEXT_BYTES);
  if (body === 'bomb' || body === undefined) return body;
  const text = type === 'iTXt' ? body.toString('utf8') : plainText(body);
  return { keyword, chunk: type as PngText['chunk'], offset, text };
}

/** Latin-1 by the standard; writers put UTF-8 there all the same. */
function plainText(bytes: Buffer): string {
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8;
}

/** International text: after the keyword compressed or not, method, language, zero, translated keyword, zero. */
function placeOfText(type: string, data: Buffer, zero: number): { at: number; packed: boolean } | undefined {
  if (type !== 'iTXt')
    return type === 'zTXt' ? { at: zero + 2, packed: true } : { at: zero + 1, packed: false };
  const language = data.indexOf(0, zero + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  return translated < 0 ? undefined : { at: translated + 1, packed: data[zero + 1] === 1 };
}

function inflate(packed: Buffer, offset: number, log: Log): Buffer | 'bomb' | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: MAX_TEXT_BYTES });
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) log.add('text-bomb', `text unpacks to more than ${MAX_TEXT_BYTES} bytes`, { offset });
    else log.add('text-unreadable', 'compressed text cannot be unpacked', { offset });
    return tooLarge ? 'bomb' : undefined;
  }
}

function printable(type: string): string {
  return type.replace(/[^\x20-\x7e]/g, '?');
}
