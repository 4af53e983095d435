import type { BlockScheme, BlockSigner } from './block-signer.ts';
import type { ContentDigests } from './content-digests.ts';
import { type LineageNode, readLineage } from './lineage.ts';
import { algorithmOf, type ContentDigest } from './signature-algorithms.ts';
import { findPair, type SigningBlock } from './signing-block.ts';
import { type IssueLog, issueLog, type SigningIssue } from './signing-issue.ts';
import { type Range, verifyBlockSigner } from './verify-block-signer.ts';

/** What checking one scheme over a range of API levels gave. */
export interface SchemeVerdict {
  readonly scheme: 'v1' | BlockScheme;
  readonly verified: boolean;
  readonly issues: readonly SigningIssue[];
}

export interface BlockVerdict extends SchemeVerdict {
  readonly scheme: BlockScheme;
  readonly signers: readonly BlockSigner[];
  /** Per signer, its certificates' history where it carries one. */
  readonly lineages: ReadonlyMap<BlockSigner, readonly LineageNode[]>;
  /** All of them as one history. */
  readonly lineage: readonly LineageNode[] | undefined;
}

export const PROOF_OF_ROTATION = 0x3ba06f8c;
export const STRIPPING_PROTECTION = 0xbeeff00d;
export const ROTATION_MIN_SDK = 0x559f8b02;
export const ROTATION_ON_DEV_RELEASE = 0xc2a6b3ba;
const PAGE_BYTES = 4096;

/** Signers of one scheme. Undefined: the APK has no block of it. An empty list is an error that is added to the log. */
export function signersOf(
  block: SigningBlock | undefined,
  scheme: BlockScheme,
  log: IssueLog,
): BlockSigner[] | undefined {
  const pair = findPair(block, scheme);
  if (!pair || !block) return undefined;
  const signers = block.signers.filter((signer) => signer.scheme === scheme);
  const prefix = scheme === 'v2' ? 'v2' : 'v3';
  const listed = pair.value.length >= 4 && pair.value.readUInt32LE(0) <= pair.value.length - 4;
  if (!listed) log.error(`${prefix}-sig-malformed-signers`);
  else if (signers.length === 0) log.error(`${prefix}-sig-no-signers`);
  return signers;
}

/** Checks that the contents are those that every signer signed. */
export async function checkContents(
  block: SigningBlock,
  signers: readonly BlockSigner[],
  kinds: ReadonlySet<ContentDigest>,
  digestOf: ContentDigests,
  log: IssueLog,
): Promise<void> {
  const aligned = block.offset % PAGE_BYTES === 0 && block.bytes % PAGE_BYTES === 0;
  if (kinds.has('verity-sha256') && !aligned)
    log.error('apk-format', 'signed as a tree of pages, but the signing block is not aligned to pages');
  for (const { scheme, digests } of signers)
    for (const { algorithm: id, digest } of digests) {
      const kind = algorithmOf(id)?.content;
      if (!kind || !kinds.has(kind) || digest.equals(await digestOf(kind))) continue;
      log.error(
        scheme === 'v2' ? 'v2-sig-apk-digest-did-not-verify' : 'v3-sig-apk-digest-did-not-verify',
        kind,
      );
    }
}

/** Which newer schemes a v2 signer says are there too: if one is gone, someone cut it off (attribute 0xbeeff00d). */
export function checkStripping(
  signer: BlockSigner,
  { supported, found }: { supported: ReadonlySet<number>; found: ReadonlySet<number> },
  log: IssueLog,
): void {
  for (const { id, value } of signer.attributes) {
    if (id !== STRIPPING_PROTECTION) log.warn('v2-sig-unknown-additional-attribute', `0x${id.toString(16)}`);
    else if (value.length < 4) log.error('v2-sig-malformed-additional-attribute');
    else {
      const scheme = value.readUInt32LE(0);
      if (!supported.has(scheme)) log.warn('v2-sig-unknown-apk-sig-scheme-id', `${scheme}`);
      else if (!found.has(scheme)) log.error('v2-sig-missing-apk-sig-referenced', `v${scheme}`);
    }
  }
  if (signer.cut.has('attribute')) log.error('v2-sig-malformed-additional-attribute');
}

export interface BlockInput {
  readonly block: SigningBlock | undefined;
  readonly digestOf: ContentDigests;
}

/** APK Signature Scheme v2. Undefined: there is no such block. */
export async function verifyV2(
  { block, digestOf }: BlockInput,
  range: Range,
  schemes: { supported: ReadonlySet<number>; found: ReadonlySet<number> },
): Promise<BlockVerdict | undefined> {
  const log = issueLog();
  const signers = signersOf(block, 'v2', log);
  if (!signers || !block) return undefined;
  const kinds = new Set<ContentDigest>();
  for (const signer of signers) {
    const own = verifyBlockSigner(signer, range, log);
    for (const kind of own) kinds.add(kind);
    if (own.length > 0) checkStripping(signer, schemes, log);
  }
  if (signers.length > 10) log.error('v2-sig-max-signatures-exceeded');
  if (!log.failed) await checkContents(block, signers, kinds, digestOf, log);
  return {
    scheme: 'v2',
    verified: !log.failed,
    issues: log.all,
    signers,
    lineages: new Map(),
    lineage: undefined,
  };
}

/** Reads a signer's proof-of-rotation and the attributes of v3.1 (AOSP apksig, V3SchemeVerifier). */
export function checkV3Attributes(
  signer: BlockSigner,
  rotation: { readonly minSdk: number | undefined; readonly checked: boolean },
  log: IssueLog,
): readonly LineageNode[] | undefined {
  let lineage: readonly LineageNode[] | undefined;
  let rotationFound = false;
  for (const { id, value } of signer.attributes)
    if (id === PROOF_OF_ROTATION) lineage = checkLineage(signer, value, log);
    else if (id === ROTATION_MIN_SDK) {
      rotationFound = true;
      if (rotation.checked) checkRotation(value, rotation.minSdk, log);
    } else if (id === ROTATION_ON_DEV_RELEASE) {
      if (signer.scheme !== 'v3.1') log.warn('v31-rotation-targets-dev-release-attr-on-v3-signer');
    } else log.warn('v3-sig-unknown-additional-attribute', `0x${id.toString(16)}`);
  if (signer.cut.has('attribute')) log.error('v3-sig-malformed-additional-attribute');
  else if (rotation.minSdk !== undefined && !rotationFound) log.warn('v31-rotation-min-sdk-attr-missing');
  return lineage;
}

function checkLineage(signer: BlockSigner, value: Buffer, log: IssueLog): readonly LineageNode[] | undefined {
  const { state, nodes } = readLineage(value);
  if (state === 'malformed') log.error('v3-sig-malformed-lineage');
  if (state === 'broken') log.error('v3-sig-por-did-not-verify');
  if (state !== 'verified') return undefined;
  const own = signer.certificates[0]?.sha256;
  if (nodes.at(-1)?.certificate.sha256 !== own) log.error('v3-sig-por-cert-mismatch');
  return nodes;
}

function checkRotation(value: Buffer, minSdk: number | undefined, log: IssueLog): void {
  if (value.length < 4) {
    log.error('v3-sig-malformed-additional-attribute');
    return;
  }
  const said = value.readInt32LE(0);
  if (minSdk === undefined) log.error('v31-block-missing', `from API level ${said}`);
  else if (said !== minSdk) log.error('v31-rotation-min-sdk-mismatch', `${said}, ${minSdk}`);
}
