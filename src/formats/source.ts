import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes at rest that a reader may look at in any order. Readers take only what they need. */
export interface ByteSource {
  readonly size: number;
  /** Up to `length` bytes from `offset`: fewer at the end, none beyond it. Never rejects for a range. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** A file opened for reading; `close` it. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Opens a file. Rejects as `fs.open` does. */
export async function openSource(path: string): Promise<FileSource> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  return {
    size,
    read: (offset, length) => readRange(handle, size, offset, length),
    close: () => handle.close(),
  };
}

/** A source over bytes in memory; reads are views, not copies. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: async (offset, length) => {
      const { start, end } = clampRange(buffer.length, offset, length);
      return buffer.subarray(start, end);
    },
  };
}

/** Hands out a source piece by piece from `offset` for `length` bytes. */
export async function* streamRange(
  source: ByteSource,
  offset: number,
  length: number,
  chunkBytes = 256 * 1024,
): AsyncGenerator<Buffer> {
  const { start, end } = clampRange(source.size, offset, length);
  for (let at = start; at < end; ) {
    const chunk = await source.read(at, Math.min(chunkBytes, end - at));
    if (chunk.length === 0) return;
    at += chunk.length;
    yield chunk;
  }
}

/** Waiting for a thread costs more than reading this much: archives are read by thousands of small headers. */
const AT_ONCE_BYTES = 256 * 1024;

async function readRange(handle: FileHandle, size: number, offset: number, length: number): Promise<Buffer> {
  const { start, end } = clampRange(size, offset, length);
  const buffer = Buffer.allocUnsafe(end - start);
  const atOnce = buffer.length <= AT_ONCE_BYTES;
  let filled = 0;
  while (filled < buffer.length) {
    const [left, place] = [buffer.length - filled, start + filled];
    const bytesRead = atOnce
      ? readSync(handle.fd, buffer, filled, left, place)
      : (await handle.read(buffer, filled, left, place)).bytesRead;
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function clampRange(size: number, offset: number, length: number): { start: number; end: number } {
  const start = Math.min(Math.max(0, Math.trunc(offset) || 0), size);
  return { start, end: Math.min(size, start + Math.max(0, Math.trunc(length) || 0)) };
}
