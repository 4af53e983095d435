import { readFileSync } from 'node:fs';
import { chmod, constants, copyFile, link, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AssayError } from '../contract/index.ts';

/** Name of the artefact inside a jail's input folder. */
export const ARTEFACT = 'artefact';

/**
 * This process's own folder under `scratch`, for the input folders of its jails. Removes what processes of this
 * machine that are gone have left there.
 */
export async function openScratch(scratch: string): Promise<string> {
  const own = join(scratch, ownerName(process.pid));
  try {
    await mkdir(own, { recursive: true, mode: 0o700 });
    await removeOrphans(scratch);
  } catch (cause) {
    throw new AssayError('misconfigured', `The folder for jails ${scratch} cannot be written to.`, { cause });
  }
  return await realpath(own);
}

/** Host, pid and start time: a pid that the system has given to another process does not count as alive. */
function ownerName(pid: number): string {
  return `jails-${hostname()}-${pid}-${startTime(pid)}`;
}

/** Field 22 of /proc/<pid>/stat (proc(5)), in clock ticks; 0 where there is no /proc. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function removeOrphans(scratch: string): Promise<void> {
  const prefix = `jails-${hostname()}-`;
  for (const name of await readdir(scratch)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!Number.isSafeInteger(pid) || (isAlive(pid) && name === ownerName(pid))) continue;
    await rm(join(scratch, name), { recursive: true, force: true });
  }
}

/**
 * Puts the artefact into a jail's input folder: a hard link where the file system allows and the jail's read-only mount
 * keeps the stored bytes from being changed through it, else a copy.
 */
export async function placeArtefact(source: string, folder: string, mayLink: boolean): Promise<void> {
  const target = join(folder, ARTEFACT);
  const real = await realpath(source);
  const isLinked =
    mayLink &&
    (await link(real, target).then(
      () => true,
      () => false,
    ));
  if (isLinked) return;
  await copyFile(real, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(target, 0o400);
}
