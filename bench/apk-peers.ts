import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * Claim: a full analysis of an app costs at most a tenth of the processor time of androguard's `AnalyzeAPK` over 20 apps of
 * mixed size, and at most a third of its peak memory.
 *
 * Usage: npm run build && npx tsx bench/apk-peers.ts [FOLDER] — default $ASSAY_EVAL/apk. Needs Debian's package `androguard` (with Debian's own Python).
 * Both in a fresh process per app (start and loading included), and both in one process over all apps (loading included, the
 * first app cold). Processor time is user and system of the process itself, memory its largest resident size. Ours runs the
 * analyzer as built, without the jail around it; what a jail costs is measured by bench/jail.ts.
 */
const folder = resolve(process.argv[2] ?? join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk'));
const COUNT = 20;
const start = promisify(execFile);

const ours = `
import { analyze } from ${JSON.stringify(resolve('dist/analyzers/apk/index.js'))};
const [workdir, ...paths] = process.argv.slice(1);
const nothing = () => {};
const sink = { finding: nothing, indicator: nothing, fact: nothing, fingerprint: nothing, series: nothing, examined: nothing,
  notExamined: nothing, progress: nothing, evidence: async () => {},
  child: async ({ from }) => { if (typeof from !== 'string' && !(from instanceof Uint8Array)) for await (const piece of from); return true; } };
const limits = { children: 40 };
for (const path of paths)
  await analyze({ sha256: '0'.repeat(64), bytes: 0, mediaTypes: [], path },
    { workdir, sink, limits, config: null, password: undefined, signal: new AbortController().signal });
const used = process.resourceUsage();
console.log(JSON.stringify({ seconds: (used.userCPUTime + used.systemCPUTime) / 1e6, mebibytes: used.maxRSS / 1024 }));
`;
const theirs = `
import sys, json, resource, logging
logging.disable(logging.CRITICAL)
from androguard.misc import AnalyzeAPK
for path in sys.argv[1:]:
    AnalyzeAPK(path)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'seconds': used.ru_utime + used.ru_stime, 'mebibytes': used.ru_maxrss / 1024}))
`;

interface Cost {
  readonly seconds: number;
  readonly mebibytes: number;
}

async function cost(program: string, args: readonly string[]): Promise<Cost | undefined> {
  try {
    const { stdout } = await start(program, args, { maxBuffer: 1e8, timeout: 900_000 });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Cost;
  } catch {
    return undefined;
  }
}

const workdir = await mkdtemp(join(tmpdir(), 'peers-'));
const measureOurs = (paths: readonly string[]) =>
  cost(process.execPath, ['--input-type=module', '-e', ours, workdir, ...paths]);
const measureTheirs = (paths: readonly string[]) => cost('/usr/bin/python3', ['-c', theirs, ...paths]);

// Hostile files and variants of one signed app would measure something else.
const names = (await readdir(folder, { recursive: true })).filter(
  (name) => name.endsWith('.apk') && !/^(apksig|apkinspector|maldroid-samples)\/|hostile/.test(name),
);
const sized = await Promise.all(
  names.sort().map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })),
);
sized.sort((a, b) => a.bytes - b.bytes);

/** Sizes in equal steps of a ratio from the smallest to the largest, each file once. */
const chosen: typeof sized = [];
const [least, most] = [sized[0]!.bytes, sized.at(-1)!.bytes];
for (let at = 0; at < COUNT; at++) {
  const target = Math.log(least * (most / least) ** (at / (COUNT - 1)));
  const distance = ({ bytes }: { bytes: number }): number => Math.abs(Math.log(bytes) - target);
  const rest = sized.filter((one) => !chosen.includes(one));
  chosen.push(rest.reduce((best, one) => (distance(one) < distance(best) ? one : best)));
}

const rows: { name: string; bytes: number; ours: Cost; theirs: Cost }[] = [];
for (const { name, bytes } of chosen) {
  const path = join(folder, name);
  const [a, b] = [await measureOurs([path]), await measureTheirs([path])];
  if (!a || !b) {
    console.log(`${name}: left out, ${a ? 'androguard' : 'Assay'} does not finish it`);
    continue;
  }
  rows.push({ name, bytes, ours: a, theirs: b });
  console.log(
    `${String(bytes).padStart(9)} bytes  ${a.seconds.toFixed(2)} s ${a.mebibytes.toFixed(0)} MiB  androguard ${b.seconds.toFixed(2)} s ${b.mebibytes.toFixed(0)} MiB  ${name}`,
  );
}
const sum = (of: (row: (typeof rows)[number]) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);
const peak = (of: (row: (typeof rows)[number]) => number): number => Math.max(...rows.map(of));
const tell = (what: string, a: number, b: number, unit: string): void =>
  console.log(
    `${what}: Assay ${a.toFixed(2)} ${unit}, androguard ${b.toFixed(2)} ${unit}, ratio 1/${(b / a).toFixed(1)}`,
  );

console.log(`\n${rows.length} apps`);
tell(
  'processor time, a fresh process per app',
  sum((row) => row.ours.seconds),
  sum((row) => row.theirs.seconds),
  's',
);
tell(
  'peak memory, a fresh process per app',
  peak((row) => row.ours.mebibytes),
  peak((row) => row.theirs.mebibytes),
  'MiB',
);
const paths = rows.map(({ name }) => join(folder, name));
const [warm, peer] = [await measureOurs(paths), await measureTheirs(paths)];
if (warm && peer) {
  tell('processor time, one process over all', warm.seconds, peer.seconds, 's');
  tell('peak memory, one process over all', warm.mebibytes, peer.mebibytes, 'MiB');
}
await rm(workdir, { recursive: true });
