import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openTrials, trialManifest } from '../support/jail-trials.ts';

/** Pids of processes whose parent chain or environment lies in our jails: those with this folder as HOME or TMPDIR or in their command. */
function processesNaming(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && describeProcess(pid).includes(text));
}

function describeProcess(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1') + readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

/** All processes below this one, whatever their state: a zombie counts. */
function descendants(pid = process.pid): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap((child) => descendants(child))];
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

function parentOf(pid: number): number {
  return Number(fieldOf(pid, 4));
}

/** A field of /proc/<pid>/stat after the name (proc(5)): 3 is the state, 4 the parent. */
function fieldOf(pid: number, field: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field - 3];
  } catch {
    return undefined;
  }
}

/** Dead and reaped by nobody: in a container where Assay is process 1, for ever. */
function isZombie(pid: number): boolean {
  return fieldOf(pid, 3) === 'Z';
}

async function until(isTrue: () => boolean, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!isTrue() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}

const descriptors = (): number => readdirSync('/proc/self/fd').length;
/** Ends that a jail tells of, and ends that bubblewrap only sees: there the machine's process 1 has to reap. */
const told = ['+throw', 'malformed', '+malformed', 'late'];
const seenOnly = ['exit', 'signal', '+abort'];

describe.each(['bubblewrap', 'process'] as const)('jails held by %s', (isolation) => {
  it('leave no descriptor, process, zombie, folder or file behind after 50 runs', async () => {
    const [crash, nothing] = [trialManifest('crash'), trialManifest('nothing')];
    const warmUp = await openTrials({ isolation });
    await warmUp.attempt(nothing);
    await warmUp[Symbol.asyncDispose]();
    const [before, processesBefore] = [descriptors(), descendants().length];
    const trials = await openTrials({ isolation, spares: 1, manifests: [nothing] });
    const seen = new Set<number>();
    for (let i = 0; i < 19; i++) {
      const both = Promise.all([trials.attempt(crash, told[i % told.length]), trials.attempt(nothing)]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const pid of descendants()) seen.add(pid);
      await both;
    }
    for (const way of [...seenOnly, ...seenOnly])
      await Promise.all([trials.attempt(crash, way), trials.attempt(nothing)]);
    await trials.jails[Symbol.asyncDispose]();
    expect(existsSync(trials.scratch) && readdirSync(trials.scratch)).toEqual([]);
    expect(processesNaming(trials.folder)).toEqual([]);
    expect(descendants().length).toBe(processesBefore);
    expect(seen.size).toBeGreaterThan(20);
    expect([...seen].filter(isZombie)).toEqual([]);
    await until(() => descriptors() <= before, 2);
    expect(descriptors()).toBeLessThanOrEqual(before);
    await trials[Symbol.asyncDispose]();
  });

  it('end at once when they are closed, and their runs are to be run again', async () => {
    const loop = trialManifest('loop');
    const trials = await openTrials({ isolation, spares: 1, manifests: [loop] });
    const refused = expect(trials.attempt(loop)).rejects.toMatchObject({ code: 'not-ready' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const began = performance.now();
    await trials.jails[Symbol.asyncDispose]();
    expect(performance.now() - began).toBeLessThan(1000);
    await refused;
    expect(processesNaming(trials.folder)).toEqual([]);
    await expect(trials.attempt(loop)).rejects.toMatchObject({ code: 'not-ready' });
    await trials[Symbol.asyncDispose]();
  });

  it('do not outlive a worker that is killed, and the next worker clears what it left', async () => {
    const holder = fileURLToPath(new URL('../support/hold-jails.ts', import.meta.url));
    const worker = spawn(process.execPath, ['--import', 'tsx', holder, isolation], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(worker.stdout, 'data')) as [Buffer];
    const folder = line.toString().trim();
    const held = processesNaming(folder).length;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    expect(held).toBeGreaterThanOrEqual(2);
    await until(() => processesNaming(folder).length === 0, 3);
    expect(processesNaming(folder)).toEqual([]);
    const scratch = join(folder, 'scratch');
    expect(readdirSync(scratch)).toHaveLength(1);
    const next = await import('../../src/sandbox/scratch.ts');
    const own = await next.openScratch(scratch);
    expect(readdirSync(scratch).map((name) => join(scratch, name))).toEqual([own]);
    rmSync(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
  });
});
