import { createHash } from 'node:crypto';
import { type ByteSource, streamRange } from '../source.ts';
import type { Zip } from '../zip/zip.ts';
import type { ContentDigest } from './signature-algorithms.ts';
import type { SigningBlock } from './signing-block.ts';

/** Digests the contents of one APK once per kind, however many signers there are. */
export type ContentDigests = (kind: ContentDigest) => Promise<Buffer>;

/** "Integrity-protected contents" of v2 and later: all but the block, the end record pointing at where the block begins. */
export function contentDigests(zip: Zip, block: SigningBlock): ContentDigests {
  const done = new Map<ContentDigest, Promise<Buffer>>();
  return (kind) => {
    const known =
      done.get(kind) ??
      (kind === 'verity-sha256'
        ? digestPages(zip, block)
        : digestChunks(zip, block, kind === 'chunked-sha256' ? 'sha256' : 'sha512'));
    done.set(kind, known);
    return known;
  };
}

const CHUNK_BYTES = 1024 * 1024;
const PAGE_BYTES = 4096;

async function endRecord({ source, directory }: Zip, block: SigningBlock): Promise<Buffer> {
  const end = Buffer.from(await source.read(directory.endOffset, source.size - directory.endOffset));
  if (end.length >= 20) end.writeUInt32LE(block.offset, 16);
  return end;
}

async function digestChunks(zip: Zip, block: SigningBlock, hash: 'sha256' | 'sha512'): Promise<Buffer> {
  const { offset, endOffset } = zip.directory;
  const end = await endRecord(zip, block);
  const digests: Buffer[] = [];
  await digestRange(zip.source, 0, block.offset, hash, digests);
  await digestRange(zip.source, offset, endOffset - offset, hash, digests);
  for (let at = 0; at < end.length; at += CHUNK_BYTES)
    digests.push(digestChunk(end.subarray(at, at + CHUNK_BYTES), hash));
  return createHash(hash).update(tagged(0x5a, digests.length)).update(Buffer.concat(digests)).digest();
}

async function digestRange(
  source: ByteSource,
  offset: number,
  length: number,
  hash: 'sha256' | 'sha512',
  digests: Buffer[],
): Promise<void> {
  for await (const chunk of streamRange(source, offset, length, CHUNK_BYTES))
    digests.push(digestChunk(chunk, hash));
}

function digestChunk(chunk: Buffer, hash: 'sha256' | 'sha512'): Buffer {
  return createHash(hash).update(tagged(0xa5, chunk.length)).update(chunk).digest();
}

function tagged(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = tag;
  bytes.writeUInt32LE(value, 1);
  return bytes;
}

/** A tree of 4 KiB pages (fs-verity with a salt of eight zero bytes): its root hash, then the length of the contents. */
async function digestPages(zip: Zip, block: SigningBlock): Promise<Buffer> {
  const { offset, endOffset } = zip.directory;
  const end = await endRecord(zip, block);
  const total = block.offset + (endOffset - offset) + end.length;
  const pages = pageHasher();
  for await (const chunk of streamRange(zip.source, 0, block.offset)) pages.add(chunk);
  for await (const chunk of streamRange(zip.source, offset, endOffset - offset)) pages.add(chunk);
  pages.add(end);
  let level = pages.end();
  while (level.length > PAGE_BYTES) {
    const next = pageHasher();
    next.add(level);
    level = next.end();
  }
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(total));
  return Buffer.concat([hashPage(padPage(level)), length]);
}

/** Collects the hashes of pages out of pieces of any size. */
function pageHasher(): { add(piece: Buffer): void; end(): Buffer } {
  const hashes: Buffer[] = [];
  let open = Buffer.alloc(0);
  return {
    add(piece) {
      const bytes = open.length > 0 ? Buffer.concat([open, piece]) : piece;
      const whole = bytes.length - (bytes.length % PAGE_BYTES);
      for (let at = 0; at < whole; at += PAGE_BYTES)
        hashes.push(hashPage(bytes.subarray(at, at + PAGE_BYTES)));
      open = Buffer.from(bytes.subarray(whole));
    },
    end() {
      if (open.length > 0) hashes.push(hashPage(padPage(open)));
      return Buffer.concat(hashes);
    },
  };
}

function padPage(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, PAGE_BYTES - bytes.length))]);
}

function hashPage(page: Buffer): Buffer {
  return createHash('sha256').update(Buffer.alloc(8)).update(page).digest();
}
