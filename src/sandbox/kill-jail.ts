import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Isolation } from '../contract/index.ts';

/** How long bubblewrap may take to notice that its jail is gone. */
const NOTICE_MS = 1000;

/** Sends SIGKILL to everything in a jail. Safe to call at any time, and again. */
export function killJail(holder: ChildProcess, isolation: Isolation): void {
  if (holder.pid === undefined) return;
  // A plain process leads a group of its own, which outlives it if it left something behind.
  if (isolation === 'process') killQuietly(-holder.pid);
  else if (holder.exitCode === null && holder.signalCode === null) killNamespace(holder, holder.pid);
}

function killNamespace(holder: ChildProcess, outer: number): void {
  const first = childrenOf(outer);
  if (first.length === 0) killQuietly(outer);
  for (const pid of first) killQuietly(pid);
  const timer = setTimeout(() => holder.kill('SIGKILL'), NOTICE_MS);
  timer.unref();
  holder.once('exit', () => clearTimeout(timer));
}

/**
 * The children of bubblewrap's outer process: the first process of the jail's pid namespace, whose end is the end of
 * all in it. Killing that one, and not the outer, leaves somebody to reap it: an orphan would go to the machine's
 * process 1, which in a container may be ours and reaps nothing. Empty where the kernel does not tell.
 */
function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    return text
      .split(' ')
      .map(Number)
      .filter((child) => child > 1);
  } catch {
    return [];
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
