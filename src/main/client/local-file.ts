import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AssayError, type Sha256 } from '../../contract/index.ts';

/** A file to send, with the hash it had when we looked. */
export interface LocalFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Sha256;
}

/** Hashes a file, so that the server can prove that it received the same bytes. Throws `bad-request` in plain words. */
export async function describeFile(path: string, onBytes: (bytes: number) => void): Promise<LocalFile> {
  const bytes = await sizeOf(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    onBytes(chunk.length);
  }
  return { path: resolve(path), name: basename(path), bytes, sha256: hash.digest('hex') };
}

/** Size of a regular file in bytes. Throws `bad-request` when it is something else or cannot be read. */
export async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) {
      await readOneByte(path);
      return found.size;
    }
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AssayError('bad-request', `${path}: ${missing ? 'there is no such file' : 'cannot be read'}.`, {
      cause,
    });
  }
  throw new AssayError('bad-request', `${path} is not a file. Name the files themselves, not their folder.`);
}

async function readOneByte(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.read(Buffer.alloc(1), 0, 1, 0);
  } finally {
    await file.close();
  }
}
