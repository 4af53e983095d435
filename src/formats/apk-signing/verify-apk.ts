import type { Certificate } from '../certificate.ts';
import { findEntry, type Zip } from '../zip/zip.ts';
import type { BlockScheme, BlockSigner } from './block-signer.ts';
import { contentDigests } from './content-digests.ts';
import type { LineageNode } from './lineage.ts';
import type { SigningBlock } from './signing-block.ts';
import { issueLog, type SigningIssue } from './signing-issue.ts';
import { type BlockInput, type BlockVerdict, verifyV2 } from './verify-block-scheme.ts';
import type { Range } from './verify-block-signer.ts';
import { type JarInput, type JarVerdict, openJar, verifyJar } from './verify-jar.ts';
import { V3_MIN_SDK, V31_MIN_SDK, verifyV3 } from './verify-v3.ts';

/** What of the manifest decides which signatures Android wants. */
export interface SigningLevels {
  readonly minSdk: number;
  readonly targetSdk: number;
  /** `targetSandboxVersion`; 1 where it is not written. */
  readonly targetSandbox: number;
}

/** An APK opened for verification: digests and unpacked files are kept, so that further ranges cost little. */
export interface VerifiableApk {
  readonly zip: Zip;
  readonly input: BlockInput;
  readonly levels: SigningLevels;
  readonly jar: () => Promise<JarInput>;
}

/** Whether Android's versions of a range would install the file, and by which certificates it then goes. */
export interface ApkVerdict {
  readonly range: Range;
  readonly verified: boolean;
  readonly schemes: readonly (BlockVerdict | JarVerdict)[];
  readonly issues: readonly SigningIssue[];
  /** Of the signers that count on the newest version of the range; empty where it is not verified. */
  readonly certificates: readonly Certificate[];
  readonly lineage: readonly LineageNode[] | undefined;
}

const N = 24;
const O = 26;
const R = 30;

export function openApk(zip: Zip, block: SigningBlock | undefined, levels: SigningLevels): VerifiableApk {
  // Android looks for the block only where the directory ends at its end record and at the offset written there.
  const { shift, offset, bytes, endOffset } = zip.directory;
  const usable = shift === 0 && offset + bytes === endOffset && !hasBadSize(block) ? block : undefined;
  const digestOf = usable ? contentDigests(zip, usable) : () => Promise.resolve(Buffer.alloc(0));
  let jar: Promise<JarInput> | undefined;
  return {
    zip,
    levels,
    input: { block: usable, digestOf },
    jar: () => {
      jar ??= openJar(zip);
      return jar;
    },
  };
}

function hasBadSize(block: SigningBlock | undefined): boolean {
  return block?.anomalies.some(({ code }) => code === 'block-size') ?? false;
}

/** Checks every scheme that Android's versions of the range would use (AOSP apksig, ApkVerifier). Never throws. */
export async function verifyApk(apk: VerifiableApk, range: Range): Promise<ApkVerdict> {
  const log = issueLog();
  const schemes: (BlockVerdict | JarVerdict)[] = [];
  const format = describeBadFormat(apk.zip);
  if (format) log.error('apk-format', format);
  else await verifySchemes(apk, range, schemes, log);
  if (!log.failed && schemes.every((scheme) => scheme.verified)) compareSchemes(apk, range, schemes, log);
  const verified = !log.failed && schemes.every((scheme) => scheme.verified);
  return {
    range,
    verified,
    schemes,
    issues: [...log.all, ...schemes.flatMap((scheme) => scheme.issues)],
    certificates: verified ? certificatesOf(schemes) : [],
    lineage: lineageOf(schemes),
  };
}

/** What makes Android's verifier say "not a ZIP archive". */
function describeBadFormat({ directory, complete }: Zip): string | undefined {
  if (directory.trailingBytes > 0) return 'data after the end of the archive';
  if (directory.shift !== 0) return 'offsets that do not fit the data in front of the archive';
  if (directory.offset + directory.bytes > directory.endOffset) return 'directory and end record overlap';
  return complete ? undefined : 'a directory that ends early';
}

type Log = ReturnType<typeof issueLog>;

async function verifySchemes(
  apk: VerifiableApk,
  range: Range,
  schemes: (BlockVerdict | JarVerdict)[],
  log: Log,
): Promise<void> {
  const { input, levels } = apk;
  const supported = new Set(range.maxSdk >= V3_MIN_SDK ? [2, 3] : range.maxSdk >= N ? [2] : []);
  const found = new Set<number>();
  const failed = (): boolean => log.failed || schemes.some((scheme) => !scheme.verified);
  if (range.maxSdk >= V31_MIN_SDK) {
    const v31 = await verifyV3(input, 'v3.1', range, undefined);
    if (v31) {
      found.add(31);
      schemes.push(v31);
    }
    if (failed()) return;
  }
  if (range.maxSdk >= V3_MIN_SDK) {
    const v3 = await verifyV3(input, 'v3', range, lowest(schemes[0]));
    if (v3) {
      found.add(3);
      schemes.push(v3);
    } else if (found.has(31)) log.error('v31-block-found-without-v3-block');
    if (failed()) return;
  }
  if (range.maxSdk >= N && (range.minSdk < V3_MIN_SDK || found.size === 0)) {
    const levelsOfV2 = { minSdk: Math.max(range.minSdk, N), maxSdk: range.maxSdk };
    const v2 = await verifyV2(input, levelsOfV2, { supported, found: new Set(found) });
    if (v2) {
      found.add(2);
      schemes.push(v2);
    }
    if (failed()) return;
  }
  if (range.maxSdk >= O && !findEntry(apk.zip, 'AndroidManifest.xml'))
    log.error('apk-format', 'there is no AndroidManifest.xml');
  if (range.maxSdk >= O && levels.targetSandbox > 1 && found.size === 0)
    log.error('no-sig-for-target-sandbox-version', `${levels.targetSandbox}`);
  if (range.minSdk < N || found.size === 0)
    schemes.push(await verifyJar(await apk.jar(), range, { supported, found }));
}

/** The lowest API level of the v3.1 signers; below it v3 counts. */
function lowest(scheme: BlockVerdict | JarVerdict | undefined): number | undefined {
  if (scheme?.scheme !== 'v3.1') return undefined;
  const levels = scheme.signers.map((signer) => signer.minSdk ?? 0);
  return levels.length > 0 ? Math.min(...levels) : undefined;
}

function certificatesOf(schemes: readonly (BlockVerdict | JarVerdict)[]): Certificate[] {
  for (const name of ['v3.1', 'v3', 'v2', 'v1'] as const) {
    const scheme = schemes.find((one) => one.scheme === name);
    if (!scheme) continue;
    const all = scheme.signers.map(certificateOf).filter((certificate) => certificate !== undefined);
    return name.startsWith('v3') ? all.slice(-1) : all;
  }
  return [];
}

function certificateOf(signer: BlockSigner | JarVerdict['signers'][number]): Certificate | undefined {
  return 'certificates' in signer ? signer.certificates[0] : signer.certificate;
}

/** Signers of v1, v2 and v3 must be the same or, in v3, descend from the older ones; new apps need v2. */
function compareSchemes(
  { levels }: VerifiableApk,
  range: Range,
  schemes: readonly (BlockVerdict | JarVerdict)[],
  log: Log,
): void {
  const hashes = (name: 'v1' | BlockScheme): string[] | undefined =>
    schemes
      .find((scheme) => scheme.scheme === name)
      ?.signers.map((signer) => certificateOf(signer)?.sha256 ?? '');
  const [v1, v2, v3] = [hashes('v1'), hashes('v2'), hashes('v3')];
  if (v1 && v2) {
    if (v1.some((hash) => !v2.includes(hash))) log.error('v2-sig-missing');
    if (v2.some((hash) => !v1.includes(hash))) log.error('jar-sig-missing');
  }
  const past = v1 ?? v2;
  if (v3 && past) compareWithPast(past, v3, lineageOf(schemes), log);
  if (levels.targetSdk >= R && range.maxSdk >= levels.targetSdk && !v2 && !v3 && !hashes('v3.1'))
    log.error('min-sig-scheme-for-target-sdk-not-met', `${levels.targetSdk}`);
}

function lineageOf(schemes: readonly (BlockVerdict | JarVerdict)[]): readonly LineageNode[] | undefined {
  const all = schemes.flatMap((scheme) => ('lineage' in scheme && scheme.lineage ? [scheme.lineage] : []));
  return all.sort((a, b) => b.length - a.length)[0];
}

function compareWithPast(
  past: readonly string[],
  v3: readonly string[],
  lineage: readonly LineageNode[] | undefined,
  log: Log,
): void {
  if (past.length !== 1) log.error('v3-sig-multiple-past-signers');
  if (lineage) {
    if (lineage[0]?.certificate.sha256 !== past[0]) log.error('v3-sig-past-signers-mismatch');
    return;
  }
  if (v3.length !== 1) log.error('v3-sig-multiple-signers');
  if (v3[0] !== past[0]) log.error('v3-sig-past-signers-mismatch');
}

/**
 * Checks one scheme by itself, by the rules of the newest Android that goes by it. Undefined: Android finds no such
 * signature. v1 is left alone where no version that the app runs on looks at it: every entry would have to be unpacked.
 */
export async function checkScheme(
  apk: VerifiableApk,
  scheme: 'v1' | BlockScheme,
): Promise<BlockVerdict | JarVerdict | undefined> {
  const { input, levels } = apk;
  const newest = { minSdk: Math.max(levels.minSdk, N), maxSdk: 0x7fffffff };
  const all = new Set([1, 2, 3, 31]);
  if (scheme === 'v2') return verifyV2(input, newest, { supported: new Set(), found: all });
  if (scheme !== 'v1') {
    const signers = input.block?.signers.filter((signer) => signer.scheme === scheme) ?? [];
    const from = Math.max(newest.minSdk, V3_MIN_SDK, ...signers.map((signer) => signer.minSdk ?? 0));
    const rotation = scheme === 'v3' ? rotationOf(input.block) : undefined;
    return verifyV3(input, scheme, { minSdk: from, maxSdk: newest.maxSdk }, rotation);
  }
  const needed = levels.minSdk < N || (input.block?.signers.length ?? 0) === 0;
  if (!needed || describeBadFormat(apk.zip)) return undefined;
  const jar = await apk.jar();
  return jar.signers.length > 0 ? verifyJar(jar, newest, { supported: new Set(), found: all }) : undefined;
}

function rotationOf(block: SigningBlock | undefined): number | undefined {
  const levels = (block?.signers ?? []).flatMap(({ scheme, minSdk }) =>
    scheme === 'v3.1' && minSdk !== undefined ? [minSdk] : [],
  );
  return levels.length > 0 ? Math.min(...levels) : undefined;
}
