import { constants, type FileHandle, link, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Sha256 } from '../contract/index.ts';
import { copyVerified } from './copy-verified.ts';
import { hashFile } from './hash-file.ts';
import { notStored, requireHash, rethrow, storageFull } from './storage-errors.ts';
import type { ByteStore, PutOptions, StoredBytes } from './store.ts';
import { syncFolder, syncNames } from './sync-folder.ts';
import { dropTemp, openTemp, sweepTemp } from './temp-files.ts';
import { requireDeclared, tooLarge, writeHashed } from './write-hashed.ts';

/** `check` calls the store full below this. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;

/**
 * A store in a local folder: `ab/cd/<sha256>`, files of mode 0400 that are never written again. A file gets its name
 * only when its bytes are fsynced, and is acknowledged only when its name is. Errors: as `ByteStore` says.
 */
export async function openDiskStore(options: { readonly folder: string }): Promise<ByteStore> {
  const { folder } = options;
  const temp = join(folder, 'tmp');
  await sweepTemp(temp).catch(rethrow);
  const disk: Disk = { folder, temp, durable: new Set() };
  return {
    kind: 'disk',
    put: (source, how) => putStream(disk, source, how),
    putFile: (path, how) => putFile(disk, path, how).catch(rethrow),
    has: (sha256) => has(disk, sha256).catch(rethrow),
    read: (sha256) => read(disk, sha256).catch(rethrow),
    materialise: (sha256, path) => materialise(disk, sha256, path).catch(rethrow),
    remove: (sha256) => remove(disk, sha256).catch(rethrow),
    check: () => check(disk).catch(rethrow),
  };
}

interface Disk {
  readonly folder: string;
  readonly temp: string;
  /** Folders whose names are known to be durable. */
  readonly durable: Set<string>;
}

function pathOf(disk: Disk, sha256: Sha256): string {
  requireHash(sha256);
  return join(disk.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

async function putStream(
  disk: Disk,
  source: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<StoredBytes> {
  const temp = await openTemp(disk.temp).catch(rethrow);
  try {
    const stored = await writeHashed(source, temp.file, options);
    await keep(disk, temp.path, stored).catch(rethrow);
    return stored;
  } finally {
    await dropTemp(temp);
  }
}

async function putFile(disk: Disk, path: string, options: PutOptions): Promise<StoredBytes> {
  // Not through a symbolic link: it is the link that would get the name.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if ((await file.stat()).size > options.maxBytes) throw tooLarge(options.maxBytes);
    if ((await file.stat()).dev !== (await stat(disk.temp)).dev) {
      const stored = await putStream(disk, file.createReadStream({ autoClose: false }), options);
      await rm(path, { force: true });
      return stored;
    }
    const stored = await hashFile(file, options.signal);
    if (stored.bytes > options.maxBytes) throw tooLarge(options.maxBytes);
    requireDeclared(stored, options);
    await file.chmod(0o400);
    await file.sync();
    await keep(disk, path, stored);
    await rm(path, { force: true });
    return stored;
  } finally {
    await file.close();
  }
}

/** Gives finished, fsynced bytes their name. Bytes that are there already stay; damaged ones are replaced. */
async function keep(disk: Disk, from: string, stored: StoredBytes): Promise<void> {
  const path = pathOf(disk, stored.sha256);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await linkOrReplace(from, path, stored);
  await syncNames(disk.folder, dirname(path), disk.durable);
}

async function linkOrReplace(from: string, path: string, stored: StoredBytes): Promise<void> {
  try {
    await link(from, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const present = await stat(path).catch(() => undefined);
    if (code === 'EEXIST' && present?.size === stored.bytes) return;
    // A shortened file is healed with the true bytes. File systems without hard links get a rename.
    if (code !== 'EEXIST' && code !== 'EPERM' && code !== 'EOPNOTSUPP' && code !== 'EMLINK') throw error;
    if (present?.size !== stored.bytes) await rename(from, path);
  }
}

async function has(disk: Disk, sha256: Sha256): Promise<boolean> {
  try {
    await stat(pathOf(disk, sha256));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function openStored(disk: Disk, sha256: Sha256): Promise<FileHandle> {
  try {
    return await open(pathOf(disk, sha256), 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notStored();
    throw error;
  }
}

async function read(disk: Disk, sha256: Sha256): Promise<Readable> {
  const file = await openStored(disk, sha256);
  return file.createReadStream({ highWaterMark: 256 * 1024 });
}

async function materialise(disk: Disk, sha256: Sha256, path: string): Promise<void> {
  try {
    await link(pathOf(disk, sha256), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (
      code !== 'EXDEV' &&
      code !== 'EPERM' &&
      code !== 'EMLINK' &&
      code !== 'EOPNOTSUPP' &&
      code !== 'ENOENT'
    ) {
      throw error;
    }
    await copyVerified(await read(disk, sha256), path, sha256);
  }
}

async function remove(disk: Disk, sha256: Sha256): Promise<void> {
  const path = pathOf(disk, sha256);
  await rm(path, { force: true });
  await syncFolder(dirname(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function check(disk: Disk): Promise<void> {
  const { bavail, bsize } = await statfs(disk.folder);
  if (bavail * bsize < LEAST_FREE_BYTES) throw storageFull();
  const temp = await openTemp(disk.temp);
  try {
    await temp.file.write('x');
    await temp.file.sync();
  } finally {
    await dropTemp(temp);
  }
}
