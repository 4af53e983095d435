import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ApkVerdict,
  findEntry,
  openApk,
  openSource,
  readAxml,
  readEntry,
  readSigningBlock,
  readSigningLevels,
  readZip,
  type SourceStamp,
  type VerifiableApk,
  verifyApk,
  verifyStamp,
} from '../src/formats/index.ts';

/**
 * Claim: every verdict that the test-suite of Android's own verifier asserts about its files (verified or not, over which
 * API levels, for which reason, source stamps) is Assay's verdict too.
 *
 * Usage: npx tsx bench/apk-signatures.ts [FOLDER] — with `apksig/expectations.json` and the files beside it.
 */
interface Assertion {
  readonly call: 'verify' | 'verifyForMinSdkVersion' | 'verifyForMaxSdkVersion' | 'verifySourceStamp';
  readonly expect: string;
  readonly issue?: string;
  readonly status?: string;
  readonly scheme?: string;
  readonly minSdk?: number;
  readonly maxSdk?: number;
}

interface Expectation {
  readonly verifies: boolean | null;
  readonly schemes: readonly string[];
  readonly upstreamAssertions: readonly Assertion[] | null;
  readonly observed: Readonly<
    Record<
      string,
      { verifies: boolean | null; signerSha256?: readonly string[]; schemes?: readonly string[] }
    >
  >;
}

const NEWEST = 0x7fffffff;
const folder = join(process.argv[2] ?? process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk', 'apksig');

interface Opened {
  readonly apk: VerifiableApk;
  close(): Promise<void>;
}

async function open(path: string): Promise<Opened | undefined> {
  const source = await openSource(path);
  const zip = await readZip(source);
  if (!zip) return undefined;
  const entry = findEntry(zip, 'AndroidManifest.xml');
  const root = entry && readAxml((await readEntry(zip, entry, 1e8)).bytes).root;
  const apk = openApk(zip, await readSigningBlock(zip), readSigningLevels(root));
  return { apk, close: () => source.close() };
}

const codeOf = (issue: string): string => issue.toLowerCase().replaceAll('_', '-');
/** Asks for an argument of the caller's, the digest of the certificate it trusts: no property of the file. */
const needsArgument = (one: Assertion): boolean =>
  one.issue === 'SOURCE_STAMP_EXPECTED_DIGEST_MISMATCH' || one.status === 'CERT_DIGEST_MISMATCH';

function holdsStamp(one: Assertion, stamp: SourceStamp | undefined): boolean {
  const { expect } = one;
  const ok = stamp?.verified === true;
  if (expect === 'sourceStampVerified' || expect === 'verified') return ok;
  if (expect === 'sourceStampStatus')
    return one.status === (ok ? 'STAMP_VERIFIED' : 'STAMP_VERIFICATION_FAILED');
  return !ok && (stamp?.issues.some(({ code }) => code === codeOf(one.issue ?? '')) ?? false);
}

function holds(one: Assertion, verdict: ApkVerdict): boolean {
  const errors = verdict.issues.filter(({ level }) => level === 'error').map(({ code }) => code as string);
  if (one.expect === 'verified') return verdict.verified;
  if (one.expect === 'failure')
    return !verdict.verified && (one.issue === undefined || errors.includes(codeOf(one.issue)));
  if (one.expect === 'ApkFormatException') return !verdict.verified && errors.includes('apk-format');
  if (one.expect === 'warning') return verdict.issues.some(({ code }) => code === codeOf(one.issue ?? ''));
  if (one.expect === 'usesScheme')
    return verdict.schemes.some(({ scheme, verified }) => verified && scheme.replace('.', '') === one.scheme);
  return false;
}

async function check(apk: VerifiableApk, one: Assertion): Promise<{ right: boolean; got: string }> {
  const range = { minSdk: one.minSdk ?? apk.levels.minSdk, maxSdk: one.maxSdk ?? NEWEST };
  if (one.call === 'verifySourceStamp' || one.expect.startsWith('sourceStamp')) {
    const stamp = await verifyStamp(apk, range, one.call === 'verifySourceStamp' ? range.minSdk : undefined);
    return { right: holdsStamp(one, stamp), got: JSON.stringify(stamp?.issues) };
  }
  const verdict = await verifyApk(apk, range);
  return {
    right: holds(one, verdict),
    got: `${verdict.verified} ${JSON.stringify(verdict.issues.slice(0, 4))}`,
  };
}

async function main(): Promise<void> {
  const all = JSON.parse(await readFile(join(folder, 'expectations.json'), 'utf8')) as Record<
    string,
    Expectation
  >;
  const present = new Set(await readdir(folder));
  const tally = { assertions: [0, 0], files: [0, 0], observed: [0, 0], certificates: [0, 0], skipped: 0 };
  const count = (pair: number[], right: boolean): void => {
    pair[1] = pair[1]! + 1;
    if (right) pair[0] = pair[0]! + 1;
  };
  for (const [name, expected] of Object.entries(all)) {
    if (!present.has(name)) continue;
    const opened = await open(join(folder, name));
    if (!opened) {
      console.log(`${name}: no archive`);
      continue;
    }
    const { apk } = opened;
    let fileRight = true;
    for (const one of expected.upstreamAssertions ?? []) {
      if (needsArgument(one)) {
        tally.skipped += 1;
        continue;
      }
      const { right, got } = await check(apk, one);
      count(tally.assertions, right);
      if (!right) console.log(`${name}: ${JSON.stringify(one)}: ${got}`);
      fileRight &&= right;
    }
    if (expected.upstreamAssertions) count(tally.files, fileRight);
    for (const [level, from] of [
      ['default', apk.levels.minSdk],
      ['min24', 24],
      ['min28', 28],
      ['min33', 33],
    ] as const) {
      const seen = expected.observed[level];
      if (!seen || typeof seen.verifies !== 'boolean') continue;
      const verdict = await verifyApk(apk, { minSdk: from, maxSdk: NEWEST });
      const right = verdict.verified === seen.verifies;
      count(tally.observed, right);
      if (!right)
        console.log(
          `  (observed ${level}) ${name}: ${seen.verifies}, ours ${verdict.verified} ${JSON.stringify(verdict.issues.slice(0, 3))}`,
        );
      if (!seen.verifies || !verdict.verified) continue;
      const [ours, theirs] = [verdict.certificates.map((one) => one.sha256), [...(seen.signerSha256 ?? [])]];
      const same = ours.sort().join() === theirs.sort().join();
      count(tally.certificates, same);
      if (!same) console.log(`  (certificates ${level}) ${name}: ${ours} / ${theirs}`);
    }
    await opened.close();
  }
  const line = (label: string, [right, of]: number[]): void =>
    console.log(`${label.padEnd(64)} ${right}/${of}`);
  line('assertions of the upstream test-suite', tally.assertions);
  line('files with an upstream assertion, all of them right', tally.files);
  line('verdicts observed with apksig, four ranges per file', tally.observed);
  line('certificates that count, where both verify', tally.certificates);
  console.log(`${tally.skipped} assertions left out: they need a digest that the caller trusts`);
}

await main();
