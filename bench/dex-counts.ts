import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { examineCode } from '../analyzers/apk/code/index.ts';
import { readApp } from '../analyzers/apk/read-app.ts';
import { classDataBudget, classesOf, eachMethod, openSource, readDexFile } from '../src/formats/index.ts';
import { recordingSink } from '../tests/support/recording-sink.ts';

/**
 * Claim: counts in the header of every program, whether its sums hold, and the number of classes and methods it defines are
 * those of the oracles. Then lists what findings the apps give: all are test programs, so packers among them are false.
 *
 * Usage: npx tsx bench/dex-counts.ts [FOLDER] — a folder with `oracle/<sha256>.json` and `oracle/_dex.json`
 * (default `$ASSAY_EVAL/apk`, else `../shared/eval/apk`).
 */
const fields = ['strings', 'types', 'protos', 'fields', 'methods', 'classes'] as const;
type Counts = Partial<Record<(typeof fields)[number], number>>;

interface OracleDex extends Counts {
  readonly name?: string;
  readonly error?: string;
  readonly checksumOk?: boolean;
  readonly sha1Ok?: boolean;
  readonly fileSize?: number;
  readonly actualSize?: number;
}

interface Oracle {
  readonly file: string;
  readonly dex?: readonly OracleDex[];
  readonly dexAndroguardTotals?: { readonly classes: number; readonly methodsDefined: number };
}

class Tally {
  right = 0;
  of = 0;
  readonly wrong: string[] = [];
  add(what: string, ours: unknown, theirs: unknown): void {
    if (theirs === undefined) return;
    this.of += 1;
    if (ours === theirs) this.right += 1;
    else this.wrong.push(`${what}: ${ours} ≠ ${theirs}`);
  }
}

async function apps(folder: string, tally: Tally, findings: Map<string, string[]>): Promise<void> {
  for (const name of await readdir(join(folder, 'oracle'))) {
    if (name.startsWith('_') || name === 'index.json') continue;
    const oracle = JSON.parse(await readFile(join(folder, 'oracle', name), 'utf8')) as Oracle;
    if (!existsSync(join(folder, oracle.file))) continue;
    const source = await openSource(join(folder, oracle.file));
    const read = await readApp(source);
    const sink = recordingSink();
    const code = read && (await examineCode(read.zip, read.app, sink));
    await source.close();
    for (const { id } of sink.result.findings) findings.set(id, [...(findings.get(id) ?? []), oracle.file]);
    for (const theirs of oracle.dex ?? []) {
      if (theirs.error) continue;
      const ours = code?.programs.find(({ entry }) => entry === theirs.name);
      const what = `${oracle.file} ${theirs.name}`;
      for (const field of fields) tally.add(`${what} ${field}`, ours?.[field], theirs[field]);
      tally.add(`${what} checksum`, ours?.checksumHolds, theirs.checksumOk);
      tally.add(`${what} sha1`, ours?.signatureHolds, theirs.sha1Ok);
    }
    const loaded = (code?.programs ?? []).filter(({ entry }) => /^classes\d*\.dex$/.test(entry));
    const sum = (field: 'classes' | 'methodsDefined'): number =>
      loaded.reduce((total, program) => total + program[field], 0);
    tally.add(`${oracle.file} classes`, sum('classes'), oracle.dexAndroguardTotals?.classes);
    tally.add(`${oracle.file} methods`, sum('methodsDefined'), oracle.dexAndroguardTotals?.methodsDefined);
  }
}

async function programs(folder: string, tally: Tally): Promise<void> {
  type Lone = { header: OracleDex; androguard?: { classes?: number; methods?: number } };
  const oracles = JSON.parse(await readFile(join(folder, 'oracle', '_dex.json'), 'utf8')) as Record<
    string,
    Lone
  >;
  for (const [file, { header, androguard }] of Object.entries(oracles)) {
    if (header.error || !existsSync(join(folder, file))) continue;
    const dex = readDexFile(await readFile(join(folder, file))).parts[0];
    for (const field of fields) tally.add(`${file} ${field}`, dex?.header[field].count, header[field]);
    // Where the declared length is false, the oracle's sums are over other bytes than Android's.
    if (header.fileSize === header.actualSize) {
      tally.add(`${file} checksum`, dex?.header.checksumHolds, header.checksumOk);
      tally.add(`${file} sha1`, dex?.header.signatureHolds, header.sha1Ok);
    }
    let methods = 0;
    const budget = dex && classDataBudget(dex);
    if (dex && budget)
      for (const one of classesOf(dex))
        eachMethod(dex, one, budget, () => {
          methods += 1;
        });
    tally.add(`${file} methods`, methods, androguard?.methods);
  }
}

const folder = process.argv[2] ?? join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk');
const tally = new Tally();
const findings = new Map<string, string[]>();
await apps(folder, tally, findings);
console.log(`apps: ${tally.right}/${tally.of} counts and sums`);
await programs(folder, tally);
console.log(`apps and lone programs: ${tally.right}/${tally.of}`);
for (const line of tally.wrong) console.log(`  ${line}`);
for (const [id, files] of [...findings].sort((a, b) => b[1].length - a[1].length))
  console.log(`${id.padEnd(40)} ${String(files.length).padStart(4)}  ${files.slice(0, 2).join(' ')}`);
