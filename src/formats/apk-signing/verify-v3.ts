import type { BlockSigner } from './block-signer.ts';
import { type LineageNode, mergeLineages } from './lineage.ts';
import type { ContentDigest } from './signature-algorithms.ts';
import { type IssueLog, issueLog } from './signing-issue.ts';
import {
  type BlockInput,
  type BlockVerdict,
  checkContents,
  checkV3Attributes,
  ROTATION_ON_DEV_RELEASE,
  signersOf,
} from './verify-block-scheme.ts';
import { type Range, verifyBlockSigner } from './verify-block-signer.ts';

/** First API levels whose verifiers know the schemes. */
export const V3_MIN_SDK = 28;
export const V31_MIN_SDK = 33;

/**
 * APK Signature Scheme v3 or v3.1: every signer over its own levels, histories of certificates, and that the levels
 * of all signers together leave no gap. Undefined: there is no such block.
 */
export async function verifyV3(
  { block, digestOf }: BlockInput,
  scheme: 'v3' | 'v3.1',
  range: Range,
  rotationMinSdk: number | undefined,
): Promise<BlockVerdict | undefined> {
  const log = issueLog();
  const signers = signersOf(block, scheme, log);
  if (!signers || !block) return undefined;
  const rotation = { minSdk: rotationMinSdk, checked: range.maxSdk >= V31_MIN_SDK };
  const kinds = new Set<ContentDigest>();
  const lineages = new Map<BlockSigner, readonly LineageNode[]>();
  for (const signer of signers) {
    const levels = { minSdk: signer.minSdk ?? 0, maxSdk: signer.maxSdk ?? 0 };
    if (levels.maxSdk > 0x7fffffff || levels.minSdk > levels.maxSdk)
      log.error('v3-sig-invalid-sdk-versions', `${levels.minSdk}, ${levels.maxSdk}`);
    const own = verifyBlockSigner(signer, levels, log);
    for (const kind of own) kinds.add(kind);
    const lineage = own.length > 0 ? checkV3Attributes(signer, rotation, log) : undefined;
    if (lineage) lineages.set(signer, lineage);
  }
  let lineage: LineageNode[] | undefined;
  if (!log.failed) {
    await checkContents(block, signers, kinds, digestOf, log);
    // Of v3.1 alone Android expects no more than that its last signer reaches to the newest version.
    const from = scheme === 'v3' ? Math.max(range.minSdk, V3_MIN_SDK) : range.maxSdk;
    const until = rotationMinSdk === undefined ? range.maxSdk : rotationMinSdk - 1;
    const ordered = checkLevels(signers, lineages, { minSdk: from, maxSdk: until }, log);
    lineage = ordered.length > 0 ? mergeLineages(ordered) : undefined;
    if (ordered.length > 0 && !lineage) log.error('v3-inconsistent-lineages');
  }
  return { scheme, verified: !log.failed, issues: log.all, signers, lineages, lineage };
}

/** Signers by their highest level: each must begin where the one before ends, with as long a history at least. */
function checkLevels(
  signers: readonly BlockSigner[],
  lineages: ReadonlyMap<BlockSigner, readonly LineageNode[]>,
  range: Range,
  log: IssueLog,
): (readonly LineageNode[])[] {
  const byMax = new Map(signers.map((signer) => [signer.maxSdk ?? 0, signer]));
  const found: (readonly LineageNode[])[] = [];
  let first: number | undefined;
  let last = 0;
  let longest = 0;
  for (const [maxSdk, signer] of [...byMax].sort(([a], [b]) => a - b)) {
    const minSdk = signer.minSdk ?? 0;
    if (first === undefined) first = minSdk;
    else if (minSdk !== last + 1 && !(minSdk === last && targetsDevRelease(signer))) {
      log.error('v3-inconsistent-sdk-versions', `${last}, ${minSdk}`);
      break;
    }
    last = maxSdk;
    const lineage = lineages.get(signer);
    if (!lineage) continue;
    if (lineage.length < longest) {
      log.error('v3-inconsistent-lineages');
      break;
    }
    longest = lineage.length;
    found.push(lineage);
  }
  if ((first ?? 0) > range.minSdk || last < range.maxSdk)
    log.error('v3-missing-sdk-versions', `${first} to ${last}`);
  return found;
}

function targetsDevRelease(signer: BlockSigner): boolean {
  return signer.attributes.some(({ id }) => id === ROTATION_ON_DEV_RELEASE);
}
