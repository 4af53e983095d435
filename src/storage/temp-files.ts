import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A temporary file names the process that writes it, so that only what a dead one left is swept. */
const NAME = /^(.+)\.(\d+)\.[0-9a-f-]{36}$/;
const FOREIGN_AGE_MS = 24 * 3_600_000;
/** Paths that this process writes now. A container's process has the same number in every life. */
const ours = new Set<string>();

export interface TempFile {
  readonly path: string;
  readonly file: FileHandle;
}

/** Read-only from the start for all but this handle. */
export async function openTemp(folder: string, flags: 'wx' | 'wx+' = 'wx'): Promise<TempFile> {
  const path = join(folder, `${hostname()}.${process.pid}.${randomUUID()}`);
  const file = await open(path, flags, 0o400);
  ours.add(path);
  return { path, file };
}

/** Closes and removes it, if it is still there. */
export async function dropTemp({ path, file }: TempFile): Promise<void> {
  await file.close().catch(() => undefined);
  await rm(path, { force: true });
  ours.delete(path);
}

/** Makes the folder and removes what crashed processes left in it. */
export async function sweepTemp(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (await isLeftOver(folder, name)) await rm(join(folder, name), { force: true });
  }
}

async function isLeftOver(folder: string, name: string): Promise<boolean> {
  const [, host, pid] = NAME.exec(name) ?? [];
  if (host === hostname() && Number(pid) === process.pid) return !ours.has(join(folder, name));
  if (host === hostname()) return !isAlive(Number(pid));
  // Of another machine that shares the folder we cannot know; a day without a write is long enough.
  const found = await lstat(join(folder, name)).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > FOREIGN_AGE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
