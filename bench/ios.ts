import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze as readBundle } from '../analyzers/app-bundle/index.ts';
import { analyze as readProfile } from '../analyzers/apple-profile/index.ts';
import { analyze as readApp } from '../analyzers/ios-app/index.ts';
import type { Analyze } from '../src/contract/index.ts';
import { openSource, sniff } from '../src/formats/index.ts';
import { type RecordingSink, recordingContext } from '../tests/support/recording-sink.ts';

/**
 * Claim: on every iOS app, profile and bundle of an evaluation set the fields that its oracle decides are read as they
 * are, planted values are found, and nothing crashes.
 *
 * Usage: npx tsx bench/ios.ts [FOLDER] — a folder with `apk/oracle/_ipa.json`, `_profiles.json` and
 * `apk/synthetic/truth.json`; ASSAY_EVAL otherwise, or ../shared/eval.
 */
const folder = join(process.argv[2] ?? process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk');
type Loose = Record<string, unknown>;

const analyzers: readonly (readonly [kind: RegExp, analyze: Analyze])[] = [
  [/x-ios-app/, readApp],
  [/x-apple|x-plist/, readProfile],
  [/x-xapk|x-apks|x-apkm/, readBundle],
];

const tally = new Map<string, { right: number; of: number }>();
const wrong: string[] = [];
let crashes = 0;
let workdir = '';

function score(field: string, file: string, actual: unknown, expected: unknown): void {
  const line = tally.get(field) ?? { right: 0, of: 0 };
  tally.set(field, line);
  line.of += 1;
  if (JSON.stringify(actual ?? null) === JSON.stringify(expected ?? null)) line.right += 1;
  else wrong.push(`${file}: ${field} ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

async function examine(file: string): Promise<RecordingSink | undefined> {
  const path = join(folder, file);
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return undefined;
  const source = await openSource(path);
  const { mediaTypes } = await sniff(source).finally(() => source.close());
  const analyze = analyzers.find(([kind]) => mediaTypes.some((type) => kind.test(type)))?.[1];
  const context = recordingContext({ workdir });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    await analyze?.({ sha256, bytes: bytes.length, mediaTypes, path }, context);
  } catch (error) {
    crashes += 1;
    wrong.push(`${file}: ${String(error)}`);
  }
  if (!analyze) wrong.push(`${file}: no analyzer for ${mediaTypes.join()}`);
  return context.sink;
}

const day = (text: unknown): string => String(text).slice(0, 19);
const read = async (name: string): Promise<Record<string, Loose>> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as Record<string, Loose>;

const infoFields: readonly (readonly [fact: string, key: string])[] = [
  ['bundleId', 'CFBundleIdentifier'],
  ['executable', 'CFBundleExecutable'],
  ['name', 'CFBundleName'],
  ['displayName', 'CFBundleDisplayName'],
  ['version', 'CFBundleShortVersionString'],
  ['build', 'CFBundleVersion'],
  ['minimumOs', 'MinimumOSVersion'],
];

function scoreProvision(file: string, actual: Loose, expected: Loose, certificates: unknown): void {
  score('profile name', file, actual['name'], expected['Name']);
  score('profile uuid', file, actual['uuid'], expected['UUID']);
  score('team name', file, actual['teamName'], expected['TeamName']);
  score('team ids', file, actual['teamIds'], expected['TeamIdentifier']);
  score('expiry', file, day(actual['expires']), day(expected['ExpirationDate']));
  if (certificates) score('developer certificates', file, actual['certificates'], certificates);
}

async function scoreApps(): Promise<void> {
  for (const [file, oracle] of Object.entries(await read('oracle/_ipa.json'))) {
    const sink = await examine(file);
    if (!sink) continue;
    const { facts } = sink.result;
    const info = oracle['info'] as Loose;
    for (const [fact, key] of infoFields) score(fact, file, facts[fact], info[key]);
    const expected = oracle['provision'] as Loose | undefined;
    const actual = facts['provision'] as Loose | undefined;
    score('has a profile', file, actual !== undefined, expected !== undefined);
    if (!expected || !actual) continue;
    scoreProvision(file, actual, expected, expected['devCertSha256']);
    score('devices', file, actual['devices'], expected['devices']);
    score(
      'enterprise',
      file,
      actual['distribution'] === 'enterprise',
      expected['ProvisionsAllDevices'] === true,
    );
  }
}

async function scoreProfiles(): Promise<void> {
  for (const [file, oracle] of Object.entries(await read('oracle/_profiles.json'))) {
    const sink = await examine(file);
    if (!sink) continue;
    const { facts } = sink.result;
    const plist = oracle['plist'] as Loose | undefined;
    const provision = facts['provision'] as Loose | undefined;
    if (provision && plist) {
      scoreProvision(file, provision, plist, undefined);
      score('devices', file, provision['devices'], oracle['devices'] ?? 0);
      score(
        'entitlements',
        file,
        Object.keys((provision['entitlements'] ?? {}) as Loose).sort(),
        Object.keys(plist['Entitlements'] as Loose).sort(),
      );
      score('issued by Apple', file, provision['issuedByApple'], oracle['smimeRc'] === 0);
    } else scoreConfiguration(file, facts, oracle);
  }
}

function scoreConfiguration(file: string, facts: Loose, oracle: Loose): void {
  const signature = facts['signature'] as Loose | null;
  if (typeof oracle['signed'] === 'boolean')
    score('signed', file, signature !== null && signature !== undefined, oracle['signed']);
  if (oracle['signed'] === true && signature)
    score('signature holds', file, signature['verdict'] === 'verified', oracle['smimeRc'] === 0);
  const plist = oracle['plist'] as Loose | undefined;
  const profile = facts['profile'] as Loose | undefined;
  if (!plist || !profile) return;
  const payloads = (oracle['payloads'] ?? []) as Loose[];
  score('payload name', file, profile['name'], plist['PayloadDisplayName']);
  score('payload identifier', file, profile['identifier'], plist['PayloadIdentifier']);
  const listed = (facts['payloads'] ?? []) as Loose[];
  score(
    'payload types',
    file,
    listed.map((one) => one['type']),
    payloads.map((one) => one['PayloadType']),
  );
  for (const [index, payload] of payloads.entries())
    for (const key of ['ServerURL', 'CheckInURL', 'URL', 'Label', 'IsRemovable', 'DNSSettings'])
      if (key in payload) score(`payload ${key}`, file, sorted(listed[index]?.[key]), sorted(payload[key]));
}

/** Dictionaries have no order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)));
}

async function scorePlanted(): Promise<void> {
  let [planted, found, proposed, noise] = [0, 0, 0, 0];
  for (const [name, truth] of Object.entries(await read('synthetic/truth.json'))) {
    if (!/\.(ipa|mobileconfig|plist|xapk|apks)$/.test(name)) continue;
    // A file whose planted values are not listed is examined, but cannot be scored.
    const listed = 'urls' in truth;
    const file = `synthetic/${name}`;
    const sink = await examine(file);
    if (!sink) continue;
    const { facts, indicators } = sink.result;
    const wallets = Object.values((truth['wallets'] ?? {}) as Record<string, string[]>).flat();
    // What stands inside the parts of a bundle is found by the analyzer of the parts.
    const bundle = /\.(xapk|apks)$/.test(name);
    const values = bundle ? [] : [...((truth['urls'] ?? []) as string[]), ...wallets];
    const isKnown = (value: string): boolean =>
      values.some(
        (one) =>
          one === value || sameUrl(one, value) || (URL.canParse(one) && new URL(one).hostname === value),
      );
    for (const value of values) {
      planted += 1;
      const hit = indicators.some(
        (one) => one.standing === 'proposed' && (one.value === value || sameUrl(one.value, value)),
      );
      if (hit) found += 1;
      else wrong.push(`${file}: ${value} was not proposed`);
    }
    for (const one of (listed ? indicators : []).filter(
      ({ kind, standing }) =>
        standing === 'proposed' && /^(url|domain|ip|email|wallet|phone|handle|invite-code)$/.test(kind),
    )) {
      proposed += 1;
      if (!isKnown(one.value)) noise += 1;
      if (!isKnown(one.value)) wrong.push(`${file}: proposed besides: ${one.kind} ${one.value}`);
    }
    scoreTruth(file, facts, truth);
  }
  console.log(
    `planted values proposed: ${found} of ${planted}; proposed: ${proposed}, of which not planted: ${noise}`,
  );
}

function scoreTruth(file: string, facts: Loose, truth: Loose): void {
  const provision = facts['provision'] as Loose | undefined;
  const names: Record<string, string> = { adhoc: 'ad-hoc', enterprise: 'enterprise' };
  if ('provisioning' in truth)
    score('distribution', file, provision?.['distribution'], names[String(truth['provisioning'])] ?? null);
  if (provision) score('team', file, provision['teamIds'], [truth['team']]);
  if ('splits' in truth) {
    score('package', file, facts['package'], truth['package']);
    score(
      'splits',
      file,
      ((facts['parts'] ?? []) as Loose[]).map((part) => part['role']).sort(),
      [...(truth['splits'] as string[])].sort(),
    );
  }
  if ('payloads' in truth)
    score(
      'payloads',
      file,
      ((facts['payloads'] ?? []) as Loose[]).map((one) => one['type']),
      truth['payloads'],
    );
  if ('signerCN' in truth)
    score(
      'signer',
      file,
      (facts['signature'] as Loose | null)?.['subject'],
      `CN=${String(truth['signerCN'])}`,
    );
}

function sameUrl(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;
}

workdir = await mkdtemp(join(tmpdir(), 'bench-ios-'));
const started = performance.now();
await scoreApps();
await scoreProfiles();
await scorePlanted();
for (const [field, { right, of }] of tally) console.log(`${field.padEnd(26)} ${right}/${of}`);
console.log(`crashes: ${crashes}; ${Math.round(performance.now() - started)} ms`);
for (const line of wrong) console.log(`  ${line}`);
await rm(workdir, { recursive: true });
process.exitCode = crashes > 0 ? 1 : 0;
