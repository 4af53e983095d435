import { crc32, createInflateRaw } from 'node:zlib';
import { type ByteSource, sourceOf, streamRange } from '../source.ts';
import { inflateFirst, inflateWhole } from './inflate.ts';
import type { Zip, ZipAnomalyCode, ZipEntry } from './zip.ts';

/** Where an entry's data begins and what its local header claims. */
export interface LocalHeader {
  readonly dataOffset: number;
  /** False: no local header stands where the directory points. */
  readonly present: boolean;
  readonly flags: number;
  readonly method: number;
  readonly nameBytes: Buffer;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly bytes: number;
}

export interface EntryContent {
  readonly bytes: Buffer;
  /** `stored` or `deflated`: how the bytes came to be read, whatever the method field says. */
  readonly readAs: 'stored' | 'deflated';
  readonly crcMatches: boolean;
  /** False: cut at the limit, or the data ended or broke early. */
  readonly complete: boolean;
  readonly oddities: readonly { readonly code: ZipAnomalyCode; readonly detail: string }[];
}

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Read along with the header, so that one reading is enough. */
const USUAL_NAME_BYTES = 120;
const DEFLATED = 8;

/** Reads the local header for the one thing Android takes from it: the lengths in front of the data. */
export async function readLocalHeader(source: ByteSource, entry: ZipEntry): Promise<LocalHeader> {
  const head = await source.read(entry.localOffset, LOCAL_BYTES + USUAL_NAME_BYTES);
  const present = head.length >= LOCAL_BYTES && head.readUInt32LE(0) === LOCAL;
  if (!present)
    return {
      dataOffset: entry.localOffset + LOCAL_BYTES + Buffer.byteLength(entry.name),
      present,
      flags: entry.flags,
      method: entry.method,
      nameBytes: Buffer.alloc(0),
      crc32: entry.crc32,
      compressedBytes: entry.compressedBytes,
      bytes: entry.bytes,
    };
  const nameBytes = head.readUInt16LE(26);
  return {
    dataOffset: entry.localOffset + LOCAL_BYTES + nameBytes + head.readUInt16LE(28),
    present,
    flags: head.readUInt16LE(6),
    method: head.readUInt16LE(8),
    nameBytes:
      head.length >= LOCAL_BYTES + nameBytes
        ? head.subarray(LOCAL_BYTES, LOCAL_BYTES + nameBytes)
        : await source.read(entry.localOffset + LOCAL_BYTES, nameBytes),
    crc32: head.readUInt32LE(14),
    compressedBytes: head.readUInt32LE(18),
    bytes: head.readUInt32LE(22),
  };
}

/**
 * Reads an entry into memory, at most `maxBytes`, as Android would: by the central directory, any method but 8 as
 * stored, the encryption flag ignored. Where the checksum then fails, the other reading is tried and taken if its
 * checksum holds. Never throws for what the bytes say.
 */
export async function readEntry(zip: Zip, entry: ZipEntry, maxBytes: number): Promise<EntryContent> {
  const kept = zip.kept?.get(entry);
  if (kept) return cutContent(kept, maxBytes);
  const content = await readAfresh(zip, entry, maxBytes);
  zip.kept?.offer(entry, content);
  return content;
}

function cutContent(content: EntryContent, maxBytes: number): EntryContent {
  if (content.bytes.length <= maxBytes) return content;
  const oddities = content.oddities.filter(({ code }) => code !== 'declared-size');
  const bytes = content.bytes.subarray(0, maxBytes);
  return { ...content, bytes, crcMatches: false, complete: false, oddities };
}

async function readAfresh(zip: Zip, entry: ZipEntry, maxBytes: number): Promise<EntryContent> {
  const local = await readLocalHeader(zip.source, entry);
  const oddities = compareHeaders(entry, local);
  const asStored = (): Promise<Attempt> => readStored(zip.source, local.dataOffset, entry, maxBytes);
  const asDeflated = (): Promise<Attempt> => readDeflated(zip.source, local.dataOffset, entry, maxBytes);
  const android = entry.method === DEFLATED ? asDeflated : asStored;
  const other = entry.method === DEFLATED ? asStored : asDeflated;
  let chosen = await android();
  if (!chosen.crcMatches && (oddities.length > 0 || !chosen.complete)) {
    const second = await other();
    if (second.crcMatches) chosen = second;
  }
  if (!chosen.crcMatches && chosen.complete)
    oddities.push({ code: 'crc', detail: 'the checksum in the directory is not that of the data' });
  if (chosen.complete && chosen.bytes.length !== entry.bytes)
    oddities.push({
      code: 'declared-size',
      detail: `declared ${entry.bytes} bytes, unpacked ${chosen.bytes.length}`,
    });
  return { ...chosen, oddities };
}

/** Streams an entry's unpacked bytes as Android would read it. Throws what zlib throws where the data is broken. */
export async function* streamEntry(zip: Zip, entry: ZipEntry): AsyncGenerator<Buffer> {
  const kept = zip.kept?.get(entry);
  if (kept && (entry.method === DEFLATED) === (kept.readAs === 'deflated')) {
    yield* streamRange(sourceOf(kept.bytes), 0, kept.bytes.length);
    return;
  }
  const { dataOffset } = await readLocalHeader(zip.source, entry);
  if (entry.method !== DEFLATED) {
    yield* streamRange(zip.source, dataOffset, entry.bytes);
    return;
  }
  yield* inflateStream(streamRange(zip.source, dataOffset, entry.compressedBytes));
}

/** Inflates raw deflate data piece by piece, one chunk ahead at most. */
export async function* inflateStream(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
  const feed = (async () => {
    for await (const chunk of chunks) {
      if (inflate.destroyed) return;
      if (!inflate.write(chunk)) await Promise.race([once(inflate, 'drain'), once(inflate, 'close')]);
    }
    inflate.end();
  })().catch((error: Error) => void inflate.destroy(error));
  try {
    for await (const out of inflate) yield out as Buffer;
  } finally {
    inflate.destroy();
    await feed;
  }
}

function once(stream: NodeJS.EventEmitter, event: string): Promise<void> {
  return new Promise((resolve) => stream.once(event, resolve));
}

type Attempt = Omit<EntryContent, 'oddities'>;

async function readStored(
  source: ByteSource,
  offset: number,
  entry: ZipEntry,
  maxBytes: number,
): Promise<Attempt> {
  const bytes = await source.read(offset, Math.min(entry.bytes, maxBytes));
  const complete = bytes.length === entry.bytes;
  return { bytes, readAs: 'stored', crcMatches: complete && crc32(bytes) === entry.crc32, complete };
}

async function readDeflated(
  source: ByteSource,
  offset: number,
  entry: ZipEntry,
  maxBytes: number,
): Promise<Attempt> {
  const packed = await source.read(offset, Math.min(entry.compressedBytes, maxBytes * 2 + 1024));
  const cut = { readAs: 'deflated', crcMatches: false, complete: false } as const;
  const first = entry.bytes > maxBytes ? inflateFirst(packed, entry, maxBytes) : undefined;
  if (first) return { ...cut, bytes: first };
  const whole = inflateWhole(packed, entry.bytes, maxBytes);
  if (whole)
    return { bytes: whole, readAs: 'deflated', crcMatches: crc32(whole) === entry.crc32, complete: true };
  return { ...cut, bytes: await inflateStart(packed, maxBytes) };
}

/** What can be unpacked before the data breaks or the limit is reached. */
async function inflateStart(packed: Buffer, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  try {
    for await (const part of inflateStream(streamChunks(packed))) {
      parts.push(part.subarray(0, maxBytes - total));
      total += part.length;
      if (total >= maxBytes) break;
    }
  } catch {
    // The data broke: what came before stands.
  }
  return Buffer.concat(parts);
}

async function* streamChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** The first bytes of an entry's content, as Android would read it; fewer where it is short or broken. */
export async function readStart(zip: Zip, entry: ZipEntry, bytes: number): Promise<Buffer> {
  const kept = zip.kept?.get(entry);
  if (kept) return kept.bytes.subarray(0, bytes);
  const { dataOffset } = await readLocalHeader(zip.source, entry);
  const deflated = entry.method === DEFLATED;
  const attempt = deflated ? readDeflated : readStored;
  return (await attempt(zip.source, dataOffset, entry, bytes)).bytes.subarray(0, bytes);
}

/** What a local header says otherwise than the directory, and what Android would overlook in both. */
export function compareHeaders(
  entry: ZipEntry,
  local: LocalHeader,
): { code: ZipAnomalyCode; detail: string }[] {
  const found: { code: ZipAnomalyCode; detail: string }[] = [];
  const note = (code: ZipAnomalyCode, detail: string): void => void found.push({ code, detail });
  if (!local.present) {
    note('local-header', 'no local header stands where the directory points');
    return found;
  }
  if (entry.method !== 0 && entry.method !== DEFLATED && entry.method !== 99)
    note(
      'unknown-method',
      `compression method ${entry.method}, which no packer writes; Android reads it as stored`,
    );
  if (local.method !== entry.method)
    note('local-method', `method ${entry.method} in the directory, ${local.method} in the local header`);
  if (!local.nameBytes.equals(Buffer.from(entry.name)) && local.nameBytes.toString('latin1') !== entry.name)
    note('local-name', 'the local header has another name than the directory');
  const deferred = (local.flags & 8) !== 0;
  if (!deferred && local.bytes !== 0xffffffff && local.bytes !== entry.bytes)
    note('local-size', `${entry.bytes} bytes in the directory, ${local.bytes} in the local header`);
  if ((entry.flags & 1) !== 0 || (local.flags & 1) !== 0)
    note('encrypted-flag', 'marked as encrypted; Android ignores the mark');
  return found;
}
