import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { analyze } from '../analyzers/apk/index.ts';
import { manifest as input } from '../analyzers/apk/manifest.ts';
import { type Assessment, type Finding, Manifest, type Run } from '../src/contract/index.ts';
import { assess } from '../src/pipeline/assess.ts';
import { recordingContext } from '../tests/support/recording-sink.ts';

/**
 * Claim: no harmless app is said to be fraudulent, and apps made in the manner of fake investment apps are. This is a
 * check of weights that were judged, not a calibration: there are no real cases here.
 *
 * Usage: npx tsx bench/apk-assessment.ts — reads the folder `apk` of ASSAY_EVAL (default ../shared/eval). Apps with the
 * same package count once.
 */
const folder = join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk');
const manifest = Manifest.parse(input);
const APK = 'application/vnd.android.package-archive';

interface Assessed {
  readonly path: string;
  readonly package: string;
  readonly label: string;
  readonly findings: readonly Finding[];
  readonly assessment: Assessment | undefined;
}

async function examine(path: string): Promise<Assessed> {
  const workdir = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  const context = recordingContext({ workdir });
  const content = await readFile(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  let failed = false;
  await analyze({ sha256, bytes: content.length, mediaTypes: [APK], path }, context).catch(() => {
    failed = true;
  });
  await rm(workdir, { recursive: true, force: true });
  const { result, coverage } = context.sink;
  const run = runOf(sha256, { result, coverage }, failed);
  const [assessment] = assess({
    examined: [{ artefact: { sha256, bytes: content.length, mediaTypes: [APK] }, runs: [run] }],
    isSubject: () => true,
    manifests: [manifest],
    edges: [],
  });
  const fact = (name: string) => String(result.facts[name] ?? '');
  return {
    path: relative(folder, path),
    package: fact('package'),
    label: fact('label'),
    findings: result.findings,
    assessment,
  };
}

function runOf(subject: string, learned: Pick<Run, 'result' | 'coverage'>, failed: boolean): Run {
  const at = '2026-01-01T00:00:00Z';
  return {
    ...learned,
    id: '00000000-0000-7000-8000-000000000000',
    analyzer: manifest.name,
    version: manifest.version,
    models: {},
    subject,
    status: failed ? 'failed' : 'completed',
    ...(failed ? { failure: 'malformed' as const } : {}),
    isolation: 'process',
    durationMs: 0,
    startedAt: at,
    finishedAt: at,
    attempts: 1,
    reused: false,
  };
}

async function listApks(of: (folder: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => name.endsWith('.apk') && of(name.split('/')[0] ?? ''))
    .sort()
    .map((name) => join(folder, name));
}

function tally(name: string, all: readonly Assessed[]): void {
  const counts = new Map<string, number>();
  for (const { assessment } of all) {
    const key = assessment?.answer ?? 'none';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  console.log(`\n${name}: ${all.length} files`);
  for (const [answer, count] of counts) console.log(`  ${answer}: ${count}`);
}

function show({ path, label, assessment, findings }: Assessed): void {
  const ids = assessment?.findings.map(({ finding }) => {
    const ratio = findings.find((one) => one.id === finding)?.support?.ratio;
    return `${finding} ×${ratio}`;
  });
  console.log(
    `  ${path} “${label}” LR ${assessment?.likelihoodRatio?.value.toPrecision(2)}: ${ids?.join(', ')}`,
  );
}

/** Test files of signature schemes, of formats and of hostile structure are no apps that anybody offers. */
const notApps = ['synthetic', 'apksig', 'maldroid-samples'];
const benignFiles: Assessed[] = [];
for (const path of await listApks((top) => !notApps.includes(top))) benignFiles.push(await examine(path));
const benign = [...new Map(benignFiles.map((app) => [app.package || app.path, app])).values()];
tally('harmless apps (each package once)', benign);
for (const app of benign.filter(({ assessment }) => assessment?.answer === 'supports')) show(app);

const seen = new Map<string, number>();
for (const { findings } of benign)
  for (const id of new Set(
    findings.filter(({ support }) => support).map(({ id }) => id.replace(/-[0-9a-f]{16}$/, '-…')),
  ))
    seen.set(id, (seen.get(id) ?? 0) + 1);
console.log('\nweighted findings in harmless apps:');
for (const [id, count] of [...seen].sort((a, b) => b[1] - a[1]))
  console.log(`  ${id}: ${count} of ${benign.length}`);
const names = benign.flatMap((app) =>
  app.findings
    .filter(({ id }) => /brand|official/.test(id))
    .map(({ id, title }) => `  ${app.path} “${app.label}”: ${id}: ${title}`),
);
console.log(`\nbrand findings in harmless apps: ${names.length}\n${names.join('\n')}`);

const synthetic: Assessed[] = [];
for (const path of await listApks((top) => top === 'synthetic'))
  if (/\/(scam|fw-(uniapp|webview))/.test(path)) synthetic.push(await examine(path));
tally('made in the manner of fake investment apps', synthetic);
for (const app of synthetic) show(app);
process.exitCode = benign.some(({ assessment }) => assessment?.answer === 'supports') ? 1 : 0;
