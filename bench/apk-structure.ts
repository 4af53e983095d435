import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../analyzers/apk/index.ts';
import { recordingContext } from '../tests/support/recording-sink.ts';

/**
 * Claims: on every app of an evaluation set, package, versions, SDKs, label, permissions, components and the certificates
 * that count are those on which the oracles agree; every file of the hostile set gives a report, with the truth planted
 * in it where it can be recovered and the trick named; no file crashes the analyzer.
 *
 * Left out, and counted as such: fields that the oracles disagree about; a label of nothing where `aapt` ended with an
 * error; certificates of files that Android's verifier refuses (then there is no signer to agree on).
 *
 * Usage: npx tsx bench/apk-structure.ts [FOLDER] — a folder with `oracle/<sha256>.json`, each naming its `file`, and
 * `synthetic/truth.json`. Signatures have a bench of their own: bench/apk-signatures.ts.
 */
const fields = [
  'package',
  'versionCode',
  'versionName',
  'minSdk',
  'targetSdk',
  'label',
  'permissions',
] as const;
const components = ['activities', 'activityAliases', 'services', 'receivers', 'providers'] as const;

interface Oracle {
  readonly sha256: string;
  readonly file: string;
  readonly size: number;
  readonly consensus: Record<string, unknown> & {
    certSha256: string[];
    undecided?: string[];
    signature?: { verifies: boolean | null };
  };
  readonly aapt?: { rc?: number };
  readonly apksig?: Record<string, { signers?: { sha256: string }[] }>;
}

type Facts = Record<string, unknown>;
const names = (list: unknown): string[] =>
  ((list ?? []) as { name: string }[]).map((item) => item.name).sort();
const plain = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

function compare(field: string, facts: Facts, expected: unknown): boolean {
  if (field === 'permissions')
    return (
      names(
        ((facts[field] ?? []) as { fromSdk?: number }[]).filter((one) => one.fromSdk === undefined),
      ).join() === [...new Set(expected as string[])].sort().join()
    );
  if ((components as readonly string[]).includes(field)) {
    const line = (one: Record<string, unknown>, exported: string): string =>
      `${one['name']} ${one[exported]}`;
    const ours = ((facts[field] ?? []) as Record<string, unknown>[])
      .map((one) => line(one, 'exported'))
      .sort();
    const theirs = (expected as Record<string, unknown>[])
      .map((one) => line(one, 'exportedEffective'))
      .sort();
    return ours.join() === theirs.join();
  }
  if (field === 'certSha256')
    return (
      [...((facts[field] ?? []) as string[])].sort().join() === [...(expected as string[])].sort().join()
    );
  return plain(facts[field]) === plain(expected);
}

/** Why a field is not scored; undefined: it is. */
function leaveOut(field: string, { consensus, aapt }: Oracle): boolean {
  if (!(field in consensus) || consensus.undecided?.includes(field)) return true;
  if (field === 'label') return consensus['label'] === null && aapt?.rc !== 0;
  return field === 'certSha256' && consensus.signature?.verifies !== true;
}

/** Certificates as Android's verifier names them; androguard, whose list is merged into the consensus, names all it meets. */
function expectedOf(field: string, { consensus, apksig }: Oracle): unknown {
  const signers = apksig?.['new_default']?.signers;
  return field === 'certSha256' && signers ? signers.map((signer) => signer.sha256) : consensus[field];
}

interface Tally {
  readonly fields: Map<string, { right: number; of: number }>;
  readonly wrong: string[];
  crashes: number;
  files: number;
  leftOut: number;
}

async function examine(path: string, sha256: string, bytes: number, workdir: string) {
  const context = recordingContext({ workdir });
  let crash: string | undefined;
  try {
    await analyze({ sha256, bytes, mediaTypes: [], path }, context);
  } catch (error) {
    if ((error as Error).name !== 'AnalysisFailure') crash = String(error);
  }
  return { result: context.sink.result, crash };
}

function scoreFields(oracle: Oracle, facts: Facts, tally: Tally): void {
  for (const field of [...fields, ...components, 'certSha256']) {
    if (leaveOut(field, oracle)) {
      tally.leftOut += 1;
      continue;
    }
    const expected = expectedOf(field, oracle);
    const count = tally.fields.get(field) ?? { right: 0, of: 0 };
    const right = compare(field, facts, expected);
    tally.fields.set(field, { right: count.right + (right ? 1 : 0), of: count.of + 1 });
    if (!right)
      tally.wrong.push(
        `${oracle.file}: ${field} ${JSON.stringify(facts[field])?.slice(0, 300)} ≠ ${JSON.stringify(expected)?.slice(0, 300)}`,
      );
  }
}

interface Truth {
  readonly package?: string;
  readonly permissions?: readonly string[];
  readonly recoverable?: boolean | null;
}

/** Controls and files whose trick lies in the program code, which other benches look at. */
const NO_STRUCTURE_TRICK = /^hostile-(base|prefix-junk|dex-.*|entries-.*)\.apk$/;

async function scoreHostile(folder: string, workdir: string): Promise<string[]> {
  const truths = JSON.parse(await readFile(join(folder, 'synthetic', 'truth.json'), 'utf8')) as Record<
    string,
    Truth
  >;
  const counts = { reports: 0, of: 0, recovered: 0, recoverable: 0, named: 0, tricks: 0 };
  const lines: string[] = [];
  const present = new Set(await readdir(join(folder, 'synthetic')));
  for (const [name, truth] of Object.entries(truths)) {
    if (!/^hostile-.*\.apk$/.test(name) || !present.has(name)) continue;
    const { result, crash } = await examine(join(folder, 'synthetic', name), 'a'.repeat(64), 1, workdir);
    counts.of += 1;
    if (!crash && result.findings.length > 0) counts.reports += 1;
    const found =
      result.facts['package'] === truth.package &&
      names(result.facts['permissions']).join() === [...(truth.permissions ?? [])].sort().join();
    if (truth.recoverable) counts.recoverable += 1;
    if (truth.recoverable && found) counts.recovered += 1;
    const tricks = result.findings.filter(({ id }) => id.startsWith('defeats-tools/')).map(({ id }) => id);
    if (!NO_STRUCTURE_TRICK.test(name)) counts.tricks += 1;
    if (!NO_STRUCTURE_TRICK.test(name) && tricks.length > 0) counts.named += 1;
    lines.push(
      `  ${name}: ${found ? 'truth found' : `truth not found (recoverable: ${truth.recoverable})`}; ${tricks.join(', ') || 'no trick of structure'}`,
    );
  }
  return [
    ...lines,
    `hostile set: reports ${counts.reports}/${counts.of}, planted truth where recoverable ${counts.recovered}/${counts.recoverable}, tricks of structure named ${counts.named}/${counts.tricks}`,
  ];
}

async function main(folder: string): Promise<void> {
  const tally: Tally = { fields: new Map(), wrong: [], crashes: 0, files: 0, leftOut: 0 };
  const workdir = await mkdtemp(join(tmpdir(), 'bench-apk-'));
  const start = process.cpuUsage();
  for (const name of await readdir(join(folder, 'oracle'))) {
    if (name.startsWith('_') || name === 'index.json') continue;
    const oracle = JSON.parse(await readFile(join(folder, 'oracle', name), 'utf8')) as Oracle;
    const path = join(folder, oracle.file);
    const here = await stat(path).catch(() => undefined);
    if (!here) continue;
    tally.files += 1;
    const { result, crash } = await examine(path, oracle.sha256, oracle.size, workdir);
    if (crash) {
      tally.crashes += 1;
      tally.wrong.push(`${oracle.file}: ${crash}`);
    }
    scoreFields(oracle, result.facts as Facts, tally);
  }
  const { user, system } = process.cpuUsage(start);
  for (const line of tally.wrong) console.log(line);
  for (const [field, { right, of }] of tally.fields) console.log(`${field.padEnd(16)} ${right}/${of}`);
  for (const line of await scoreHostile(folder, workdir)) console.log(line);
  console.log(
    `${tally.files} files, ${tally.crashes} crashes, ${tally.leftOut} fields left out, ${((user + system) / 1e6).toFixed(1)} s CPU`,
  );
  await rm(workdir, { recursive: true });
}

await main(process.argv[2] ?? join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk'));
