import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../analyzers/apk/index.ts';
import type { Fingerprint } from '../src/contract/index.ts';
import { compareFingerprints, resemblance } from '../src/fingerprints/index.ts';
import { recordingContext } from '../tests/support/recording-sink.ts';

/**
 * Claim: fingerprints alone, package name and signer set aside, rank another build of the same app first for at least 95 %
 * of the apps that have one. Candidates are all other packages of the set.
 *
 * Usage: npx tsx bench/apk-families.ts [FOLDER] — a folder with apps and `oracle/_families.json`; default
 * $ASSAY_EVAL/apk. Prints the misses, and unrelated pairs that look alike.
 */
const folder = process.argv[2] ?? join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk');
/** Pairs at or above this are listed as links. */
const LINK = 0.5;

interface App {
  readonly file: string;
  readonly fingerprints: readonly Fingerprint[];
  readonly package: unknown;
}

async function read(file: string, workdir: string): Promise<App | undefined> {
  const path = join(folder, file);
  const bytes = (await readFile(path)).length;
  const context = recordingContext({ workdir });
  try {
    await analyze({ sha256: 'a'.repeat(64), bytes, mediaTypes: [], path }, context);
  } catch {
    return undefined;
  }
  const { fingerprints, facts } = context.sink.result;
  return {
    file,
    package: facts['package'],
    fingerprints: fingerprints.filter(({ kind }) => kind !== 'android.package' && kind !== 'android.signer'),
  };
}

const families = JSON.parse(await readFile(join(folder, 'oracle', '_families.json'), 'utf8')) as {
  samePackage: Record<string, string[]>;
};
const all = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.apk')).sort();
const workdir = await mkdtemp(join(tmpdir(), 'families-'));
const apps: App[] = [];
// apksig packages are one app signed in hundreds of ways: they would only measure that equal files are equal.
for (const file of all.filter((name) => !name.startsWith('apksig/'))) {
  const app = await read(file, workdir);
  if (app) apps.push(app);
}
await rm(workdir, { recursive: true });

const familyOf = new Map(
  Object.entries(families.samePackage).flatMap(([name, files]) => files.map((file) => [file, name] as const)),
);
// What the oracles could not read belongs to the family whose package name we read: it is no wrong answer.
for (const app of apps)
  if (!familyOf.has(app.file) && typeof app.package === 'string' && app.package in families.samePackage)
    familyOf.set(app.file, app.package);
const asks = new Set(Object.values(families.samePackage).flat());

const scores = new Map<string, { file: string; score: number }[]>();
for (const a of apps)
  scores.set(
    a.file,
    apps
      .filter((b) => b !== a)
      .map((b) => ({ file: b.file, score: resemblance(a.fingerprints, b.fingerprints) }))
      .sort((p, q) => q.score - p.score),
  );

let [asked, first] = [0, 0];
const perFamily = new Map<string, [number, number]>();
for (const { file } of apps) {
  const family = familyOf.get(file);
  const present = apps.filter((app) => familyOf.get(app.file) === family).length;
  if (family === undefined || present < 2 || !asks.has(file)) continue;
  asked++;
  const ranked = scores.get(file)!;
  const hit = familyOf.get(ranked[0]!.file) === family;
  const tally = perFamily.get(family) ?? [0, 0];
  perFamily.set(family, [tally[0] + (hit ? 1 : 0), tally[1] + 1]);
  if (hit) first++;
  else {
    const rank = ranked.findIndex((one) => familyOf.get(one.file) === family) + 1;
    const best = ranked[rank - 1];
    console.log(
      `miss: ${file}: first is ${ranked[0]!.file} (${ranked[0]!.score.toFixed(2)}), family at ${rank} (${best?.score.toFixed(2)})`,
    );
    if (process.env['ASSAY_BENCH_DETAIL']) explain(file, ranked[0]!.file, best!.file);
  }
}

function explain(file: string, ...others: string[]): void {
  const of = (name: string) => apps.find((app) => app.file === name)!.fingerprints;
  for (const other of others) {
    const parts = compareFingerprints(of(file), of(other)).map(
      ({ kind, score, sizes }) => `${kind} ${score.toFixed(2)}${sizes ? ` (${sizes.join('/')})` : ''}`,
    );
    console.log(`    ${other}: ${parts.join(', ')}`);
  }
}

const links = apps.flatMap((a, i) =>
  apps
    .slice(i + 1)
    .map((b) => ({ a, b, score: resemblance(a.fingerprints, b.fingerprints) }))
    .filter(({ score }) => score >= LINK),
);
const inFamily = links.filter(
  ({ a, b }) => familyOf.has(a.file) && familyOf.get(a.file) === familyOf.get(b.file),
);
console.log(
  `\n${links.length} pairs at ${LINK} or more, ${inFamily.length} of them within a family; the others:`,
);
for (const { a, b, score } of links.filter((link) => !inFamily.includes(link)))
  console.log(`  ${score.toFixed(2)} ${a.file} ${b.file}`);
console.log(
  `\n${apps.length} apps. A member of the family is first for ${first} of ${asked} (${((100 * first) / asked).toFixed(1)} %).`,
);
for (const [name, [hits, of]] of perFamily) if (hits < of) console.log(`  ${name}: ${hits} of ${of}`);
