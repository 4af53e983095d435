import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readBadging } from '../analyzers/apk/read-badging.ts';

/**
 * Claim: reading an app's names, versions, permissions and label in a warm process takes no more time than
 * `aapt dump badging` (Debian), which starts anew for each file as everyone uses it.
 *
 * Usage: npx tsx bench/apk-badging.ts [FOLDER] — prints both totals, and aapt's without its start (a file of nothing).
 */
const folder = process.argv[2] ?? join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk');
const ROUNDS = 3;

async function listApks(): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = all.filter((one) => one.isFile() && one.name.endsWith('.apk'));
  const sized: { path: string; size: number }[] = [];
  for (const one of paths) {
    const path = join(one.parentPath, one.name);
    sized.push({ path, size: (await stat(path)).size });
  }
  // Every third file by size, so that all sizes take part.
  return sized
    .sort((a, b) => a.size - b.size)
    .filter((_, at) => at % 3 === 0)
    .map(({ path }) => path);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function main(): Promise<void> {
  const paths = await listApks();
  for (const path of paths.slice(0, 50)) await readBadging(path);
  const ours: number[] = [];
  const theirs: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let start = performance.now();
    for (const path of paths) await readBadging(path);
    ours.push(performance.now() - start);
    start = performance.now();
    for (const path of paths) spawnSync('aapt', ['dump', 'badging', path], { stdio: 'pipe' });
    theirs.push(performance.now() - start);
    start = performance.now();
    for (const _ of paths) spawnSync('aapt', ['version'], { stdio: 'pipe' });
    starts.push(performance.now() - start);
  }
  const [own, peer, begin] = [median(ours), median(theirs), median(starts)];
  console.log(`${paths.length} apps, median of ${ROUNDS} rounds`);
  console.log(`ours, warm process          ${own.toFixed(0)} ms`);
  console.log(`aapt dump badging           ${peer.toFixed(0)} ms, of which start-up ${begin.toFixed(0)} ms`);
  console.log(
    `ratio ${(own / peer).toFixed(2)}; without aapt's start-up ${(own / Math.max(1, peer - begin)).toFixed(2)}`,
  );
}

await main();
