import { open, rm } from 'node:fs/promises';
import type { Sha256 } from '../contract/index.ts';
import { damaged } from './storage-errors.ts';
import { writeHashed } from './write-hashed.ts';

/** Copies stored bytes into a new read-only file and hashes them on the way: a jail never gets other bytes than named. */
export async function copyVerified(
  source: AsyncIterable<Uint8Array>,
  path: string,
  sha256: Sha256,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const copied = await writeHashed(source, file, { maxBytes: Number.MAX_SAFE_INTEGER, durable: false });
    if (copied.sha256 !== sha256) throw damaged(sha256);
    await file.chmod(0o400);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
