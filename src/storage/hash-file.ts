import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { giveBlock, takeBlock } from './blocks.ts';
import type { StoredBytes } from './store.ts';

/** Hashes an open file from its start: one block is read while the one before it is hashed. */
export async function hashFile(file: FileHandle, signal?: AbortSignal): Promise<StoredBytes> {
  const hash = createHash('sha256');
  let reading = takeBlock();
  let hashing = takeBlock();
  let bytes = 0;
  let pending = file.read(reading, 0, reading.byteLength, 0);
  try {
    for (;;) {
      const { bytesRead } = await pending;
      signal?.throwIfAborted();
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
      bytes += bytesRead;
      [reading, hashing] = [hashing, reading];
      pending = file.read(reading, 0, reading.byteLength, bytes);
      pending.catch(() => undefined);
      hash.update(hashing.subarray(0, bytesRead));
    }
  } finally {
    await pending.catch(() => undefined);
    giveBlock(reading);
    giveBlock(hashing);
  }
}
