import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../analyzers/apk/index.ts';
import { recordingContext } from '../tests/support/recording-sink.ts';

/**
 * Claim: on every app of an evaluation set, package, versions, SDKs, label, permissions, components and signer
 * certificates are those on which the oracles agree, and no file crashes the analyzer.
 *
 * Usage: npx tsx bench/apk-first.ts FOLDER — a folder with `oracle/<sha256>.json`, each naming its `file`.
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
  readonly consensus: Record<string, unknown> & { certSha256: string[]; undecided?: string[] };
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

async function main(folder: string): Promise<void> {
  const tally = new Map<string, { right: number; of: number }>();
  const wrong: string[] = [];
  let crashes = 0;
  let files = 0;
  const workdir = await mkdtemp(join(tmpdir(), 'bench-apk-'));
  const start = process.cpuUsage();
  for (const name of await readdir(join(folder, 'oracle'))) {
    if (name.startsWith('_') || name === 'index.json') continue;
    const oracle = JSON.parse(await readFile(join(folder, 'oracle', name), 'utf8')) as Oracle;
    const context = recordingContext({ workdir });
    const path = join(folder, oracle.file);
    try {
      await readFile(path);
    } catch {
      continue;
    }
    files += 1;
    try {
      await analyze({ sha256: oracle.sha256, bytes: oracle.size, mediaTypes: [], path }, context);
    } catch (error) {
      if ((error as Error).name !== 'AnalysisFailure') crashes += 1;
      wrong.push(`${oracle.file}: ${(error as Error).name} ${(error as Error).message}`);
    }
    const facts = context.sink.result.facts as Facts;
    for (const field of [...fields, ...components, 'certSha256']) {
      const { consensus } = oracle;
      if (!(field in consensus) || consensus.undecided?.includes(field)) continue;
      const count = tally.get(field) ?? { right: 0, of: 0 };
      const right = compare(field, facts, consensus[field]);
      tally.set(field, { right: count.right + (right ? 1 : 0), of: count.of + 1 });
      if (!right)
        wrong.push(
          `${oracle.file}: ${field} ${JSON.stringify(facts[field])?.slice(0, 300)} ≠ ${JSON.stringify(consensus[field])?.slice(0, 300)}`,
        );
    }
  }
  const { user, system } = process.cpuUsage(start);
  await rm(workdir, { recursive: true });
  for (const line of wrong) console.log(line);
  for (const [field, { right, of }] of tally) console.log(`${field.padEnd(16)} ${right}/${of}`);
  console.log(`${files} files, ${crashes} crashes, ${((user + system) / 1e6).toFixed(1)} s CPU`);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) console.error('Say which folder: npx tsx bench/apk-first.ts FOLDER');
else await main(folder);
