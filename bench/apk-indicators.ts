import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../analyzers/apk/index.ts';
import type { Indicator } from '../src/contract/index.ts';
import { recordingContext } from '../tests/support/recording-sink.ts';

/**
 * Claims: every address, wallet, e-mail and IP planted in the synthetic apps is found; of what is proposed there, 95 in
 * 100 are planted; benign apps get few proposed values. Frameworks are named as planted.
 *
 * Usage: npx tsx bench/apk-indicators.ts — reads the folder `apk` of ASSAY_EVAL (default ../shared/eval).
 */
const folder = join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk');
const read = [
  'url',
  'domain',
  'ip',
  'email',
  'wallet',
  'phone',
  'invite-code',
  'handle',
  'group-link',
] as const;

interface Truth {
  readonly urls?: string[];
  readonly url?: string;
  readonly emails?: string[];
  readonly ips?: string[];
  readonly phones?: string[];
  readonly wallets?: Record<string, string[]>;
  readonly inviteCode?: string[];
  readonly decoys?: Record<string, string>;
  readonly framework?: string[];
  readonly recoverable?: boolean | null;
  readonly package?: string;
  readonly note?: string;
}

interface Analysed {
  readonly indicators: readonly Indicator[];
  readonly facts: Record<string, unknown>;
  readonly findings: readonly string[];
  readonly cpuMs: number;
}

async function examine(path: string, workdir: string): Promise<Analysed> {
  const context = recordingContext({ workdir });
  const start = process.cpuUsage();
  const bytes = (await readFile(path)).length;
  await analyze({ sha256: 'a'.repeat(64), bytes, mediaTypes: [], path }, context).catch(() => undefined);
  const { user, system } = process.cpuUsage(start);
  const { indicators, facts, findings } = context.sink.result;
  return { indicators, facts, findings: findings.map(({ id }) => id), cpuMs: (user + system) / 1000 };
}

/** Stands in the template of every synthetic app, and is listed in the truth of some: not counted where it is not listed. */
const template = /(^|\/)api\.fixture\.example(\/v1)?$/;

const canonical = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);

interface Planted {
  readonly kind: string;
  readonly value: string;
}

function plantedOf(truth: Truth): Planted[] {
  const urls = [...(truth.urls ?? []), ...(truth.url === undefined ? [] : [truth.url])];
  return [
    ...urls.map((url) => ({ kind: 'url', value: canonical(url) })),
    ...(truth.emails ?? []).map((value) => ({ kind: 'email', value })),
    ...(truth.ips ?? []).map((value) => ({ kind: 'ip', value })),
    ...(truth.phones ?? []).map((value) => ({ kind: 'phone', value })),
    ...Object.values(truth.wallets ?? {})
      .flat()
      .map((value) => ({ kind: 'wallet', value })),
    ...(truth.inviteCode ?? []).map((value) => ({ kind: 'invite-code', value })),
  ];
}

const same = (one: Planted, { kind, value }: Indicator): boolean =>
  one.kind === kind && (one.value === value || one.value.toLowerCase() === value.toLowerCase());

/** A host of a planted address is planted; a handle or number in a planted link is too. */
function isPlanted(indicator: Indicator, planted: readonly Planted[]): boolean {
  if (planted.some((one) => same(one, indicator))) return true;
  const plain = indicator.value.toLowerCase().replace(/^[@+]/, '');
  return (
    ['domain', 'ip', 'handle', 'phone', 'group-link', 'invite-code'].includes(indicator.kind) &&
    planted.some(
      ({ kind, value }) => (kind === 'url' || kind === 'email') && value.toLowerCase().includes(plain),
    )
  );
}

const tally = new Map<string, { found: number; planted: number; proposed: number; right: number }>();
function count(kind: string, field: 'found' | 'planted' | 'proposed' | 'right'): void {
  const row = tally.get(kind) ?? { found: 0, planted: 0, proposed: 0, right: 0 };
  row[field] += 1;
  tally.set(kind, row);
}

function score(file: string, truth: Truth, analysed: Analysed): void {
  const planted = plantedOf(truth);
  for (const one of planted) {
    const found = analysed.indicators.find((indicator) => same(one, indicator));
    // Half of that program was cut away, and with it the address.
    if (!found && truth.note === 'dex cut in half') {
      console.log(`  absent  ${file}: ${one.kind} ${one.value} is not in the file`);
      continue;
    }
    count(one.kind, 'planted');
    if (found?.standing === 'proposed') count(one.kind, 'found');
    else console.log(`  missed  ${file}: ${one.kind} ${one.value}${found ? ' (observed only)' : ''}`);
  }
  for (const indicator of analysed.indicators) {
    if (indicator.standing !== 'proposed' || !(read as readonly string[]).includes(indicator.kind)) continue;
    if (template.test(indicator.value) && !isPlanted(indicator, planted)) continue;
    count(indicator.kind, 'proposed');
    if (isPlanted(indicator, planted)) count(indicator.kind, 'right');
    else
      console.log(
        `  extra   ${file}: ${indicator.kind} ${indicator.value} — ${indicator.provenance[0]?.how}`,
      );
  }
  for (const decoy of Object.values(truth.decoys ?? {}))
    if (analysed.indicators.some(({ value, standing }) => value === decoy && standing === 'proposed'))
      console.log(`  decoy   ${file}: ${decoy} was proposed`);
  for (const name of truth.framework ?? []) {
    count('framework', 'planted');
    if ((analysed.facts['frameworks'] as string[] | undefined)?.includes(name)) count('framework', 'found');
    else console.log(`  missed  ${file}: framework ${name}`);
  }
}

async function synthetic(workdir: string): Promise<void> {
  const truth = JSON.parse(await readFile(join(folder, 'synthetic/truth.json'), 'utf8')) as Record<
    string,
    Truth
  >;
  const present = new Set(await readdir(join(folder, 'synthetic')));
  let files = 0;
  for (const [file, one] of Object.entries(truth)) {
    if (!file.endsWith('.apk') || one.recoverable === null) continue;
    if (!present.has(file)) continue;
    files += 1;
    score(file, one, await examine(join(folder, 'synthetic', file), workdir));
  }
  console.log(`\nSynthetic apps: ${files}\n`);
  console.log('| kind | planted | found | recall | proposed | planted of these | precision |');
  console.log('|---|---|---|---|---|---|---|');
  const share = (part: number, of: number): string => (of === 0 ? '–' : (part / of).toFixed(3));
  const all = { found: 0, planted: 0, proposed: 0, right: 0 };
  for (const [kind, row] of [...tally].sort()) {
    if (kind !== 'framework')
      for (const key of Object.keys(all) as (keyof typeof all)[]) all[key] += row[key];
    console.log(
      `| ${kind} | ${row.planted} | ${row.found} | ${share(row.found, row.planted)} | ${row.proposed} | ${row.right} | ${share(row.right, row.proposed)} |`,
    );
  }
  console.log(
    `| all values | ${all.planted} | ${all.found} | ${share(all.found, all.planted)} | ${all.proposed} | ${all.right} | ${share(all.right, all.proposed)} |`,
  );
}

const traits = [
  'investment-routes',
  'kyc-collection',
  'invite-code-gate',
  'remote-config-hosts',
  'hot-update',
  'single-webview-shell',
  'vendors/records',
  'vendors/secrets',
];

async function benign(workdir: string): Promise<void> {
  let apps = 0;
  let cpuMs = 0;
  const perApp: number[] = [];
  const kinds = new Map<string, number>();
  const fired = new Map<string, string[]>();
  const values = new Map<string, { apps: number; how: string }>();
  for (const group of await readdir(folder)) {
    if (['synthetic', 'oracle', 'apksig'].includes(group)) continue;
    for (const name of await readdir(join(folder, group), { recursive: true }).catch(() => [])) {
      if (!name.endsWith('.apk')) continue;
      const { indicators, findings, cpuMs: spent } = await examine(join(folder, group, name), workdir);
      apps += 1;
      cpuMs += spent;
      const proposed = indicators.filter(
        ({ kind, standing }) => standing === 'proposed' && (read as readonly string[]).includes(kind),
      );
      perApp.push(proposed.length);
      for (const { kind, value, provenance } of proposed) {
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        const key = `${kind} ${value}`;
        values.set(key, {
          apps: (values.get(key)?.apps ?? 0) + 1,
          how: `${group}/${name}: ${provenance[0]?.how}`,
        });
      }
      for (const id of findings)
        if (traits.includes(id)) fired.set(id, [...(fired.get(id) ?? []), `${group}/${name}`]);
    }
  }
  perApp.sort((a, b) => a - b);
  console.log(
    `\nBenign apps: ${apps}; proposed per app: median ${perApp[apps >> 1]}, 90th percentile ${perApp[Math.floor(apps * 0.9)]}, most ${perApp.at(-1)}; CPU ${(cpuMs / 1000).toFixed(1)} s`,
  );
  for (const [kind, number] of [...kinds].sort((a, b) => b[1] - a[1])) console.log(`  ${kind}: ${number}`);
  console.log('Findings on benign apps:');
  for (const [id, files] of fired) console.log(`  ${id}: ${files.length} (${files.slice(0, 4).join(', ')})`);
  console.log('Every proposed value:');
  for (const [key, { apps: seen, how }] of [...values].sort((a, b) => b[1].apps - a[1].apps))
    console.log(`  ${seen} × ${key.slice(0, 100)} — ${how.slice(0, 150)}`);
}

const workdir = await mkdtemp(join(tmpdir(), 'bench-apk-indicators-'));
try {
  await synthetic(workdir);
  await benign(workdir);
} finally {
  await rm(workdir, { recursive: true });
}
