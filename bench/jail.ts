import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { openTrials, type Trials, trialManifest } from '../tests/support/jail-trials.ts';

/*
 * What a jail costs: runs of a do-nothing analyzer, against bubblewrap starting `true` with the same walls.
 * Run: npm run build && npx tsx bench/jail.ts [runs]. Quiet machine, please; ratios are of the same run.
 */

const runs = Number(process.argv[2] ?? 100);
const manifest = trialManifest('nothing');

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

const rounded = (value: number): string => value.toFixed(1);

/** The peer: the same namespaces around a program that does nothing. Per second, one after the other. */
function peer(): number {
  const walls = ['--unshare-all', '--unshare-user', '--disable-userns', '--new-session', '--die-with-parent'];
  const mounts = ['--cap-drop', 'ALL', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev'];
  const began = performance.now();
  for (let i = 0; i < runs; i++) spawnSync('bwrap', [...walls, ...mounts, 'true'], { stdio: 'ignore' });
  return (runs * 1000) / (performance.now() - began);
}

/** Milliseconds from artefact to outcome, one after the other; `pause` lets the next spare get warm. */
async function latency(trials: Trials, count: number, pause: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const began = performance.now();
    const outcome = await trials.attempt(manifest);
    if (outcome.status !== 'completed') throw new Error(outcome.detail);
    times.push(performance.now() - began);
  }
  return times;
}

/** Runs per second with this many at once. */
async function throughput(trials: Trials, atOnce: number): Promise<number> {
  const began = performance.now();
  let left = runs;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await trials.attempt(manifest);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (runs * 1000) / (performance.now() - began);
}

/** Resident MiB of the Node in a waiting jail (VmRSS of proc(5)), and the part of it that is its own. */
function residentMiB(): { all: number; own: number } {
  const pid = readdirSync('/proc').find(
    (name) => /^\d+$/.test(name) && commandOf(name).includes('sandbox/child.js'),
  );
  const rollup = pid === undefined ? '' : readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  const sum = (pattern: RegExp): number =>
    [...rollup.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0) / 1024;
  return { all: sum(/^Rss:\s+(\d+)/gm), own: sum(/^Private_\w+:\s+(\d+)/gm) };
}

function commandOf(pid: string): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
    return command.startsWith('/app/node') ? command : '';
  } catch {
    return '';
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sayTimes(what: string, times: readonly number[]): void {
  say(`${what}: median ${rounded(quantile(times, 0.5))} ms, p95 ${rounded(quantile(times, 0.95))} ms`);
}

async function main(): Promise<void> {
  say(execFileSync('bwrap', ['--version']).toString().trim());
  const bare = peer();
  say(`bwrap … true: ${rounded(bare)} per second`);
  const sample = Math.min(runs, 40);
  for (const spares of [0, 2]) {
    await using trials = await openTrials({ spares, manifests: [manifest] });
    await trials.attempt(manifest);
    const name = spares === 0 ? 'cold' : 'warm';
    sayTimes(`${name}, artefact to outcome`, await latency(trials, sample, spares === 0 ? 50 : 500));
    if (spares > 0) {
      const { all, own } = residentMiB();
      say(`a waiting jail: ${rounded(all)} MiB resident, ${rounded(own)} MiB of its own`);
    }
    const perSecond = await throughput(trials, 2);
    say(`${name}, two at once: ${rounded(perSecond)} per second, ratio ${(perSecond / bare).toFixed(3)}`);
  }
}

await main();
