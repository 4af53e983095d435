import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Cost {
  /** Most bytes that lay in the folder at once. */
  readonly diskBytes: number;
  /** Most memory that this process grew by, and most that any process below it held, bytes. */
  readonly ownGrowth: number;
  readonly jailMemory: number;
  readonly seconds: number;
}

/** Looks at a folder and at all processes below this one, every 30 ms, while `act` runs. */
export async function watchCost<T>(folder: string, act: () => Promise<T>): Promise<{ value: T; cost: Cost }> {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  let going = true;
  let [diskBytes, ownGrowth, jailMemory] = [0, 0, 0];
  const watching = (async () => {
    while (going) {
      diskBytes = Math.max(diskBytes, await sizeOf(folder));
      ownGrowth = Math.max(ownGrowth, process.memoryUsage().rss - before);
      jailMemory = Math.max(jailMemory, await largestBelow(process.pid));
      await wait(30);
    }
  })();
  try {
    const value = await act();
    going = false;
    await watching;
    const seconds = (performance.now() - started) / 1000;
    return { value, cost: { diskBytes, ownGrowth, jailMemory, seconds } };
  } finally {
    going = false;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const seen = new Map<number, number>();
  for (const entry of entries.filter((one) => one.isFile())) {
    // A file linked twice, once for the store and once for a jail, takes its room once.
    const info = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    if (info) seen.set(info.ino, info.blocks * 512);
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

async function largestBelow(pid: number): Promise<number> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(processes.map(readStatus));
  const below = new Set([pid]);
  // Process numbers grow except when they wrap; a second pass finds what the first met too early.
  for (const one of [...all, ...all]) if (one && below.has(one.parent)) below.add(one.pid);
  below.delete(pid);
  return Math.max(0, ...all.map((one) => (one && below.has(one.pid) ? one.rss : 0)));
}

async function readStatus(pid: string) {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return text === '' ? undefined : { pid: Number(pid), parent: field('PPid'), rss: field('VmRSS') * 1024 };
}
