import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Id, Instant, Sha256 } from '../contract/index.ts';

/**
 * A head of a chain as it stood at some time, kept outside the database: whoever cuts the log's tail or puts an old
 * backup back cannot change it along with the database.
 */
export const CustodyStamp = z.strictObject({ at: Instant, unit: Id, seq: z.int().min(1), hash: Sha256 });
export type CustodyStamp = z.infer<typeof CustodyStamp>;

/** Reads a stamp file; a missing file has no stamps. `unreadable` counts lines that are no stamps (a torn write, or worse). */
export async function readStamps(
  file: string,
): Promise<{ readonly stamps: readonly CustodyStamp[]; readonly unreadable: number }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const stamps: CustodyStamp[] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const stamp = parseStamp(line);
    if (stamp) stamps.push(stamp);
    else unreadable++;
  }
  return { stamps, unreadable };
}

/** Adds lines at the end, durable when it resolves. Starts a new line when the last write was torn. */
export async function appendStamps(file: string, stamps: readonly CustodyStamp[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const start = size > 0 && last[0] !== 0x0a ? '\n' : '';
    await handle.appendFile(start + stamps.map((stamp) => `${JSON.stringify(stamp)}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parseStamp(line: string): CustodyStamp | undefined {
  try {
    return CustodyStamp.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
