import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the names in a folder durable (fsync(2): the file's own fsync does not cover its name). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes a new name in `folder`, and that of the folder itself below `root`, durable; `known` spares the upper folders
 * that are done. Called once after the name was made: a journal then writes all of it together.
 */
export async function syncNames(root: string, folder: string, known: Set<string>): Promise<void> {
  await syncFolder(folder);
  for (let at = folder; at !== root && !known.has(at); at = dirname(at)) await syncFolder(dirname(at));
  known.add(folder);
}
