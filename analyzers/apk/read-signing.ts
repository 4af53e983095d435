import {
  type ApkVerdict,
  type BlockScheme,
  type Certificate,
  type JarSignature,
  openApk,
  readJarSignature,
  readSigningBlock,
  type SigningBlock,
  type SigningIssue,
  type SigningLevels,
  type SourceStamp,
  type VerifiableApk,
  verifyApk,
  verifyStamp,
  type Zip,
} from '../../src/formats/index.ts';
import { checkSchemes, type SignerCheck } from './check-schemes.ts';

export interface Signer {
  readonly scheme: 'v1' | BlockScheme;
  readonly certificate: Certificate;
  readonly check: SignerCheck;
  readonly minSdk: number | undefined;
  readonly maxSdk: number | undefined;
  /** Entry that holds a v1 signature. */
  readonly entry: string | undefined;
}

export interface Signing {
  /** Everyone whom a signature names, whether or not it holds; of the newest scheme first. */
  readonly signers: readonly Signer[];
  /** What Android's versions make of it, oldest first; the last reaches to the newest. */
  readonly ranges: readonly ApkVerdict[];
  /** The same over all versions the app says it runs on. */
  readonly whole: ApkVerdict;
  readonly levels: SigningLevels;
  readonly stamp: SourceStamp | undefined;
  readonly block: SigningBlock | undefined;
  readonly jar: JarSignature;
  /** Certificates of the signers, each once, those that count on the newest Android first. */
  readonly certificates: readonly Certificate[];
  /** True: the file begins as a DEX program and is signed by v1 only (Janus, CVE-2017-13156). */
  readonly janus: boolean;
}

/** The newest API level there can be. */
export const NEWEST = 0x7fffffff;

/** Who signed the app, under each scheme, and what each of Android's versions makes of it. */
export async function readSigning(zip: Zip, levels: SigningLevels): Promise<Signing> {
  const [jar, block] = [await readJarSignature(zip), await readSigningBlock(zip)];
  const apk = openApk(zip, block, levels);
  const whole = await verifyApk(apk, { minSdk: levels.minSdk, maxSdk: NEWEST });
  const ranges = await verifyRanges(apk, block);
  const signers = await nameSigners(apk, jar, block);
  const head = await zip.source.read(0, 4);
  const v1Only = signers.length > 0 && signers.every((signer) => signer.scheme === 'v1');
  const newest = ranges.at(-1)?.certificates ?? [];
  return {
    signers,
    ranges,
    whole,
    levels,
    stamp: await verifyStamp(apk, { minSdk: levels.minSdk, maxSdk: NEWEST }),
    block,
    jar,
    certificates: uniqueCertificates([...newest, ...signers.map((signer) => signer.certificate)]),
    janus: head.toString('latin1') === 'dex\n' && v1Only,
  };
}

/** Where Android's verifiers begin to know more: digests (18, 21), v2, v3, v3.1. */
const steps = [1, 18, 21, 24, 28, 33] as const;
const MAX_RANGES = 20;

/** One verdict per range of API levels that goes by the same rules, neighbours with the same outcome joined. */
async function verifyRanges(apk: VerifiableApk, block: SigningBlock | undefined): Promise<ApkVerdict[]> {
  const { minSdk } = apk.levels;
  const own = (block?.signers ?? []).flatMap((signer) => [signer.minSdk ?? 0, (signer.maxSdk ?? 0) + 1]);
  const starts = [...new Set([minSdk, ...steps, ...own])]
    .filter((level) => level >= minSdk && level <= 10_000)
    .sort((a, b) => a - b)
    .slice(0, MAX_RANGES);
  const found: ApkVerdict[] = [];
  for (const [at, from] of starts.entries()) {
    const verdict = await verifyApk(apk, { minSdk: from, maxSdk: (starts[at + 1] ?? NEWEST + 1) - 1 });
    const last = found.at(-1);
    if (last && outcomeOf(last) === outcomeOf(verdict))
      found.splice(-1, 1, { ...verdict, range: { minSdk: last.range.minSdk, maxSdk: verdict.range.maxSdk } });
    else found.push(verdict);
  }
  return found;
}

function outcomeOf({ verified, schemes, certificates, issues }: ApkVerdict): string {
  return JSON.stringify([
    verified,
    schemes.map(({ scheme }) => scheme),
    certificates.map(({ sha256 }) => sha256),
    errorsOf(issues),
  ]);
}

/** Codes of the errors, each once. */
export function errorsOf(issues: readonly SigningIssue[]): string[] {
  return [...new Set(issues.filter(({ level }) => level === 'error').map(({ code }) => code))];
}

async function nameSigners(
  apk: VerifiableApk,
  jar: JarSignature,
  block: SigningBlock | undefined,
): Promise<Signer[]> {
  const checks = await checkSchemes(apk);
  const signers: Signer[] = (block?.signers ?? []).flatMap((signer) => {
    const [certificate] = signer.certificates;
    const { scheme, minSdk, maxSdk } = signer;
    return certificate
      ? [{ scheme, certificate, check: checks[scheme], minSdk, maxSdk, entry: undefined }]
      : [];
  });
  signers.sort((a, b) => b.scheme.localeCompare(a.scheme));
  for (const { entry, certificate } of jar.signers)
    signers.push({
      scheme: 'v1',
      certificate,
      check: checks.v1,
      minSdk: undefined,
      maxSdk: undefined,
      entry,
    });
  return signers;
}

function uniqueCertificates(all: readonly Certificate[]): Certificate[] {
  const byHash = new Map<string, Certificate>();
  for (const certificate of all)
    if (!byHash.has(certificate.sha256)) byHash.set(certificate.sha256, certificate);
  return [...byHash.values()];
}
