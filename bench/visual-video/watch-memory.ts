import { readdirSync, readFileSync } from 'node:fs';

interface Held {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly bytes: number;
}

function readProcess(pid: number): Held | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const field = (name: string): string => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
    return { pid, parent: Number(field('PPid')), name: field('Name'), bytes: Number(field('VmRSS')) * 1024 };
  } catch {
    return undefined;
  }
}

/** Resident bytes of the jail below this process: bubblewrap, Node and every ffmpeg, what they share counted in each. */
function heldNow(): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const below = new Set<number>();
  for (const one of all) if (one.parent === process.pid && one.name === 'bwrap') below.add(one.pid);
  // A second and third pass find children whose number is lower than that of their parent.
  for (let pass = 0; pass < 4; pass++) for (const one of all) if (below.has(one.parent)) below.add(one.pid);
  return all.reduce((sum, one) => sum + (below.has(one.pid) ? one.bytes : 0), 0);
}

/** The most that the jail held at once, looked at four times a second, and its course. */
export function watchMemory(): { stop(): { readonly peak: number; readonly course: readonly number[] } } {
  const course: number[] = [];
  const timer = setInterval(() => course.push(heldNow()), 250);
  return {
    stop() {
      clearInterval(timer);
      return { peak: Math.max(0, ...course), course };
    },
  };
}
