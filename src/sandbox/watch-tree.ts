import { readdirSync, readFileSync } from 'node:fs';
import type { Limits } from '../contract/index.ts';
import { RUNTIME_MIB } from './limit-program.ts';

/** Most processes of one jail at one time: Node, its programs and what holds them. */
const MAX_PROCESSES = 24;
const EVERY_MS = 250;

/**
 * prlimit counts each process by itself, and the kernel exempts root from its limit on processes. Where an analyzer
 * starts programs, this looks four times a second at all of them together, and calls `exceeded` once with what was
 * too much: more than 24 processes, or resident memory beyond twice what one may have. Returns how to stop looking.
 */
export function watchTree(holder: number, limits: Limits, exceeded: (what: string) => void): () => void {
  const mostMiB = 2 * (limits.memoryMiB + RUNTIME_MIB);
  const timer = setInterval(() => {
    const processes = treeOf(holder);
    const residentMiB = processes.reduce((sum, pid) => sum + residentKiB(pid), 0) / 1024;
    if (processes.length <= MAX_PROCESSES && residentMiB <= mostMiB) return;
    clearInterval(timer);
    exceeded(
      processes.length > MAX_PROCESSES
        ? `It started more than ${MAX_PROCESSES} processes.`
        : `Its processes together took more than ${mostMiB} MiB of memory.`,
    );
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The process and all below it; stops counting where the limit is passed. */
function treeOf(root: number): number[] {
  const found = [root];
  for (let i = 0; i < found.length && found.length <= MAX_PROCESSES; i++)
    found.push(...childrenOf(found[i] ?? 0));
  return found;
}

/** /proc/<pid>/task/<thread>/children (proc(5)): each thread has its own. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    // Gone in the meantime, or a kernel that does not tell.
    return [];
  }
}

function residentKiB(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
