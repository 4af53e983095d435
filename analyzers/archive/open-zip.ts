import { crc32 } from 'node:zlib';
import {
  auditHeaders,
  type ByteSource,
  inflateStream,
  type Lock,
  lockOf,
  openLock,
  readEntry,
  readLocalHeader,
  readZip,
  streamEntry,
  streamRange,
  type Zip,
  type ZipEntry,
} from '../../src/formats/index.ts';
import type { Member, OpenArchive } from './member.ts';

const MAX_ENTRIES = 200_000;
/** Entries marked as locked that are not are read whole, up to this size. */
const PLAIN_BYTES = 16 * 1024 * 1024;
const DEFLATED = 8;

/** Opens a ZIP by its central directory. Undefined: it has none. `passwords` are tried in order. */
export async function openZip(
  source: ByteSource,
  passwords: readonly string[],
): Promise<OpenArchive | undefined> {
  const zip = await readZip(source, { maxEntries: MAX_ENTRIES });
  if (!zip) return undefined;
  const notes: Note[] = [];
  const anomalies = [...zip.anomalies, ...(await auditHeaders(zip))];
  return {
    format: 'ZIP',
    members: listMembers(zip, passwords, notes),
    anomalies: () => [...anomalies, ...notes],
  };
}

type Note = { code: string; detail: string; entry: string };

async function* listMembers(zip: Zip, passwords: readonly string[], notes: Note[]): AsyncGenerator<Member> {
  for (const entry of zip.entries) {
    const encrypted = (entry.flags & 1) !== 0;
    yield {
      name: entry.name,
      kind: entry.isFolder ? 'folder' : entry.isSymlink ? 'link' : 'file',
      bytes: entry.bytes,
      packedBytes: entry.compressedBytes,
      linkTarget: entry.isSymlink ? (await readEntry(zip, entry, 4096)).bytes.toString('utf8') : undefined,
      encrypted,
      open: async () => (encrypted ? openLocked(zip, entry, passwords) : openPlain(zip, entry, notes)),
    };
  }
}

/** Only stored and deflated data can be unpacked here; a small entry that is neither is read as Android would. */
async function openPlain(zip: Zip, entry: ZipEntry, notes: Note[]): Promise<AsyncIterable<Uint8Array>> {
  if (entry.method === DEFLATED) return watchSum(streamEntry(zip, entry), entry, notes);
  if (entry.method === 0) return watchSum(await streamStored(zip, entry), entry, notes);
  const { bytes, crcMatches } = await readEntry(zip, entry, PLAIN_BYTES);
  if (crcMatches) return once(bytes);
  throw new Error(`Compression method ${entry.method} is not one that is read here.`);
}

/** Of two sizes that differ the larger, so that a false one hides nothing. */
async function streamStored(zip: Zip, entry: ZipEntry): Promise<AsyncGenerator<Buffer>> {
  const { dataOffset } = await readLocalHeader(zip.source, entry);
  return streamRange(zip.source, dataOffset, Math.max(entry.bytes, entry.compressedBytes));
}

async function openLocked(
  zip: Zip,
  entry: ZipEntry,
  passwords: readonly string[],
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const lock = lockOf(entry);
  for (const password of lock ? passwords : []) {
    const first = lock && (await decryptEntry(zip, entry, lock, password));
    const second =
      lock && first && (await holds(first, entry)) && (await decryptEntry(zip, entry, lock, password));
    if (second) return second;
  }
  const plain = await readEntry(zip, entry, PLAIN_BYTES);
  return plain.crcMatches ? once(plain.bytes) : undefined;
}

/** The bytes as this password gives them; undefined: its check bytes say it is wrong. */
async function decryptEntry(
  zip: Zip,
  entry: ZipEntry,
  lock: Lock,
  password: string,
): Promise<AsyncGenerator<Buffer> | undefined> {
  const { dataOffset } = await readLocalHeader(zip.source, entry);
  const decrypt = openLock(lock, password, await zip.source.read(dataOffset, lock.headerBytes), entry);
  const bodyBytes = entry.compressedBytes - lock.headerBytes;
  const plain = decrypt?.(streamRange(zip.source, dataOffset + lock.headerBytes, bodyBytes));
  return plain && lock.method === DEFLATED ? inflateStream(plain) : plain;
}

/** Whether a password gave the right bytes: 64 KiB unpack without fault, and a shorter entry has its checksum. */
async function holds(chunks: AsyncIterable<Buffer>, entry: ZipEntry): Promise<boolean> {
  let seen = 0;
  let sum = 0;
  try {
    for await (const chunk of chunks) {
      sum = crc32(chunk, sum);
      seen += chunk.length;
      if (seen > 65_536 && seen < entry.bytes) return true;
    }
  } catch {
    return false;
  }
  // AE-2 keeps no checksum; its authentication code was checked while reading.
  return entry.method === 99 && entry.crc32 === 0 ? true : sum === entry.crc32;
}

/** Passes bytes through; notes it if in the end they are not those the archive was made from. */
async function* watchSum(
  chunks: AsyncIterable<Buffer>,
  entry: ZipEntry,
  notes: Note[],
): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32)
    notes.push({
      code: 'crc',
      detail: 'the checksum in the directory is not that of the data',
      entry: entry.name.slice(0, 200),
    });
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
