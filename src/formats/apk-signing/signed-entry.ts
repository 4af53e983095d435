import { createHash } from 'node:crypto';
import { type ByteSource, streamRange } from '../source.ts';
import { inflateWhole } from '../zip/inflate.ts';
import { inflateStream, type LocalHeader, readLocalHeader } from '../zip/read-entry.ts';
import type { Zip, ZipEntry } from '../zip/zip.ts';

/** What Android's verifier finds when it opens an entry: the digests, or why it gives up on the whole file. */
export type EntryDigests =
  | { readonly state: 'read'; readonly digests: ReadonlyMap<string, Buffer> }
  | { readonly state: 'malformed' | 'over-limit'; readonly why: string };

/** Digests entries, each once per hash, and unpacks no more than `maxBytes` in all. */
export interface EntryDigester {
  digest(entry: ZipEntry, hashes: readonly string[]): Promise<EntryDigests>;
}

const WHOLE_BYTES = 16 * 1024 * 1024;

export function entryDigester(zip: Zip, maxBytes = 1024 ** 3): EntryDigester {
  const known = new Map<ZipEntry, Map<string, Buffer>>();
  let left = maxBytes;
  return {
    async digest(entry, hashes) {
      const done = known.get(entry) ?? new Map<string, Buffer>();
      known.set(entry, done);
      const wanted = hashes.filter((hash) => !done.has(hash));
      if (wanted.length === 0) return { state: 'read', digests: done };
      const local = await readLocalHeader(zip.source, entry);
      const why = compareStrictly(zip, entry, local);
      if (why) return { state: 'malformed', why };
      left -= entry.bytes;
      if (left < 0) return { state: 'over-limit', why: 'the entries unpack to more than is read' };
      const digested = await digestData(zip.source, local.dataOffset, entry, wanted);
      if (!digested) return { state: 'malformed', why: 'the packed data is broken or of another size' };
      for (const [hash, digest] of digested) done.set(hash, digest);
      return { state: 'read', digests: done };
    },
  };
}

/** The bytes of a small entry as Android's verifier takes them; text where it gives up. */
export async function readSignedEntry(
  zip: Zip,
  entry: ZipEntry,
  maxBytes: number,
): Promise<Buffer | { why: string }> {
  const local = await readLocalHeader(zip.source, entry);
  const why = compareStrictly(zip, entry, local);
  if (why) return { why };
  if (entry.bytes > maxBytes) return { why: `it is larger than the ${maxBytes} bytes read` };
  return (await unpackWhole(zip.source, local.dataOffset, entry)) ?? { why: 'the packed data is broken' };
}

/** Local header and directory must agree (AOSP apksig, LocalFileRecord). */
function compareStrictly({ directory }: Zip, entry: ZipEntry, local: LocalHeader): string | undefined {
  if (!local.present) return 'no local header';
  if ((local.flags & 8) !== (entry.flags & 8)) return 'the headers disagree about a data descriptor';
  const same =
    local.crc32 === entry.crc32 &&
    local.compressedBytes === entry.compressedBytes &&
    local.bytes === entry.bytes;
  if ((local.flags & 8) === 0 && !same) return 'the headers disagree about size or checksum';
  if (!local.nameBytes.equals(Buffer.from(entry.name))) return 'the headers disagree about the name';
  const end = local.dataOffset + (entry.method === 0 ? entry.bytes : entry.compressedBytes);
  return end > directory.offset ? 'the data reaches into the directory' : undefined;
}

async function unpackWhole(source: ByteSource, offset: number, entry: ZipEntry): Promise<Buffer | undefined> {
  if (entry.method === 0) {
    const bytes = await source.read(offset, entry.bytes);
    return bytes.length === entry.bytes ? bytes : undefined;
  }
  try {
    const packed = await source.read(offset, entry.compressedBytes);
    const bytes = inflateWhole(packed, entry.bytes, entry.bytes);
    return bytes?.length === entry.bytes ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function digestData(
  source: ByteSource,
  offset: number,
  entry: ZipEntry,
  hashes: readonly string[],
): Promise<[string, Buffer][] | undefined> {
  const makers = hashes.map((hash) => [hash, createHash(hash)] as const);
  if (entry.bytes <= WHOLE_BYTES && entry.compressedBytes <= WHOLE_BYTES) {
    const bytes = await unpackWhole(source, offset, entry);
    if (!bytes) return undefined;
    return makers.map(([hash, maker]) => [hash, maker.update(bytes).digest()]);
  }
  const packed = streamRange(source, offset, entry.method === 0 ? entry.bytes : entry.compressedBytes);
  let total = 0;
  try {
    for await (const piece of entry.method === 0 ? packed : inflateStream(packed)) {
      total += piece.length;
      if (total > entry.bytes) return undefined;
      for (const [, maker] of makers) maker.update(piece);
    }
  } catch {
    return undefined;
  }
  return total === entry.bytes ? makers.map(([hash, maker]) => [hash, maker.digest()]) : undefined;
}
