import { mkdir, open } from 'node:fs/promises';
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

/** Makes `folder` below `root` and its names durable; `known` spares repeating that for folders already done. */
export async function makeDurableFolder(root: string, folder: string, known: Set<string>): Promise<void> {
  if (known.has(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let at = folder; at !== root && !known.has(at); at = dirname(at)) await syncFolder(dirname(at));
  known.add(folder);
}
