import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuiltClass, type BuiltInstruction, buildDex } from '../tests/support/build-dex.ts';
import { buildZip } from '../tests/support/build-zip.ts';
import { recordingSink } from '../tests/support/recording-sink.ts';

/**
 * Claim: the cost of reading program code is linear in its size, up to 100 MB, and its memory is bounded by the largest
 * program and what is kept of its texts.
 *
 * Usage: npx tsx bench/dex-cost.ts — makes apps of 1 to 100 MB of program code (half of it texts, as real ones have), and
 * reads each in a process of its own, with the built product (`npm run build` first). The first readings of a process warm
 * the engine and are not counted.
 */
const MB = 1024 * 1024;
const cases = [
  ...[1, 5, 20, 40, 70, 100].map((megabytes) => ({ megabytes, programs: 1 })),
  { megabytes: 100, programs: 10 },
];

interface Cost {
  readonly megabytes: number;
  readonly programs: number;
  readonly milliseconds: number;
  readonly rssMiB: number;
}

/** A program of about that size: classes of two packages, whose methods hold texts and call the platform and each other. */
function makeDex(megabytes: number, seed: number): Buffer {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  const calls: BuiltInstruction[] = Array.from({ length: 4000 }, (_, index) => ({
    invoke:
      index % 3 === 0
        ? `Landroid/w${index % 90}/View${index};->set(I)V`
        : `Lcom/a/C${index % 500};->m${index}(I)V`,
  }));
  const fields: BuiltInstruction[] = Array.from({ length: 500 }, (_, index) => ({
    readStatic: `Landroid/os/F${index};->X:I`,
  }));
  const word = (): string => `${next(1e9).toString(36)} ${next(1e9).toString(36)}/${next(1e9).toString(36)}`;
  const classes: BuiltClass[] = Array.from({ length: Math.min(20_000, megabytes * 600) }, (_, index) => ({
    name: `${index % 2 === 0 ? 'com.example.app' : 'com.google.gson'}.p${seed}.C${index}`,
    methods: [],
  }));
  const perClass = (megabytes * MB) / classes.length;
  return buildDex({
    classes: classes.map((one) => {
      const code: BuiltInstruction[] = [];
      for (let bytes = 0; bytes < perClass - 300; bytes += 79) {
        code.push({ string: `${word()} ${word()}` }, calls[next(4000)]!, { raw: [0x12] }, calls[next(4000)]!);
        code.push({ raw: [0x0a, 0x2038, 4] }, calls[next(4000)]!, fields[next(500)]!, { raw: [0x90, 0] });
      }
      const half = code.length >>> 1;
      return {
        ...one,
        methods: [
          { signature: 'a(I)V', code: code.slice(0, half) },
          { signature: 'b(I)V', code: code.slice(half) },
        ],
      };
    }),
  });
}

async function make(path: string, megabytes: number, programs: number): Promise<void> {
  const entries = Array.from({ length: programs }, (_, index) => ({
    name: index === 0 ? 'classes.dex' : `classes${index + 1}.dex`,
    content: makeDex(megabytes / programs, index + 1),
    deflate: true,
  }));
  await writeFile(path, buildZip(entries));
}

type Code = typeof import('../analyzers/apk/code/index.ts');
type Formats = typeof import('../src/formats/index.ts');

async function read(path: string): Promise<{ milliseconds: number; bytes: number }> {
  const built = (file: string): string => new URL(`../dist/${file}`, import.meta.url).href;
  const { examineCode } = (await import(built('analyzers/apk/code/index.js'))) as Code;
  const { openSource, readZip } = (await import(built('src/formats/index.js'))) as Formats;
  const source = await openSource(path);
  const zip = (await readZip(source))!;
  const start = process.cpuUsage();
  const code = await examineCode(zip, undefined, recordingSink());
  const { user, system } = process.cpuUsage(start);
  await source.close();
  return {
    milliseconds: (user + system) / 1000,
    bytes: code.programs.reduce((sum, program) => sum + program.bytes, 0),
  };
}

/** In a process of its own: one line of JSON. */
async function measure(path: string, warm: string): Promise<void> {
  for (let round = 0; round < 3; round++) await read(warm);
  const { milliseconds, bytes } = await read(path);
  console.log(
    JSON.stringify({ milliseconds, megabytes: bytes / MB, rssMiB: process.resourceUsage().maxRSS / 1024 }),
  );
}

function child(...args: readonly string[]): string {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), ...args],
    { encoding: 'utf8', maxBuffer: MB },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Least squares, and how much of the spread the line explains. */
function fitLine(costs: readonly Cost[]): { perMegabyte: number; fixed: number; r2: number } {
  const n = costs.length;
  const mean = (pick: (cost: Cost) => number): number => costs.reduce((sum, cost) => sum + pick(cost), 0) / n;
  const [mx, my] = [mean(({ megabytes }) => megabytes), mean(({ milliseconds }) => milliseconds)];
  const sxy = mean((cost) => (cost.megabytes - mx) * (cost.milliseconds - my));
  const sxx = mean((cost) => (cost.megabytes - mx) ** 2);
  const syy = mean((cost) => (cost.milliseconds - my) ** 2);
  return { perMegabyte: sxy / sxx, fixed: my - (sxy / sxx) * mx, r2: (sxy * sxy) / (sxx * syy) };
}

function plot(costs: readonly Cost[]): string {
  const most = Math.max(...costs.map(({ milliseconds }) => milliseconds));
  return costs
    .map(
      ({ megabytes, milliseconds }) =>
        `${megabytes.toFixed(0).padStart(4)} MB |${'#'.repeat(Math.round((milliseconds / most) * 60))} ${milliseconds.toFixed(0)} ms`,
    )
    .join('\n');
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-dex-'));
  try {
    const warm = join(folder, 'warm.apk');
    child('make', warm, '2', '1');
    const costs: Cost[] = [];
    for (const { megabytes, programs } of cases) {
      const path = join(folder, 'app.apk');
      child('make', path, String(megabytes), String(programs));
      const said = JSON.parse(child('measure', path, warm)) as Omit<Cost, 'programs'>;
      costs.push({ programs, ...said });
      console.log(
        `${said.megabytes.toFixed(1).padStart(6)} MB in ${programs} program(s): ${said.milliseconds.toFixed(0).padStart(6)} ms CPU, peak ${said.rssMiB.toFixed(0)} MiB, file ${((await stat(path)).size / MB).toFixed(1)} MB`,
      );
    }
    const single = costs.filter(({ programs }) => programs === 1);
    const { perMegabyte, fixed, r2 } = fitLine(single);
    console.log(`\n${plot(single)}\n`);
    console.log(`line: ${perMegabyte.toFixed(1)} ms per MB + ${fixed.toFixed(0)} ms, R² = ${r2.toFixed(4)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [task, path = '', second = '', third = ''] = process.argv.slice(2);
if (task === 'make') await make(path, Number(second), Number(third));
else if (task === 'measure') await measure(path, second);
else await main();
