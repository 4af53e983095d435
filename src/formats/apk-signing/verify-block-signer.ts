import { checkSignature, normaliseKey } from '../check-signature.ts';
import type { BlockSigner } from './block-signer.ts';
import {
  algorithmOf,
  type ContentDigest,
  chooseSignatures,
  paddingOf,
  type SignatureAlgorithm,
} from './signature-algorithms.ts';
import type { IssueLog, SigningIssueCode } from './signing-issue.ts';

/** Names of the issues of v2 and of v3 differ in their first letters only. */
type Suffix = SigningIssueCode extends infer Code
  ? Code extends `v2-sig-${infer Rest}`
    ? Rest
    : never
  : never;
type SharedSuffix = Suffix &
  (SigningIssueCode extends infer C ? (C extends `v3-sig-${infer R}` ? R : never) : never);

export interface Range {
  readonly minSdk: number;
  readonly maxSdk: number;
}

/**
 * Checks one signer as Android does: which signatures count in this range of API levels, that they hold, that the key is
 * the certificate's. Returns the kinds of content digest that then must agree; none after an error.
 */
export function verifyBlockSigner(signer: BlockSigner, range: Range, log: IssueLog): ContentDigest[] {
  const prefix = signer.scheme === 'v2' ? 'v2-sig' : 'v3-sig';
  const name = (suffix: SharedSuffix): SigningIssueCode => `${prefix}-${suffix}` as SigningIssueCode;
  if (signer.cut.has('signer')) return fail(log, name('malformed-signer'));
  const signatures = knownSignatures(signer, log, name('unknown-sig-algorithm'));
  if (signer.cut.has('signature')) return fail(log, name('malformed-signature'));
  if (signer.signatures.length === 0) return fail(log, name('no-signatures'));
  const chosen = chooseSignatures(signatures, range);
  if (!chosen) return fail(log, name('no-supported-signatures'));
  for (const { algorithm, signature } of chosen) {
    const { hash, key } = algorithm;
    const parameters = { hash, key, ...paddingOf(algorithm) };
    const verdict = checkSignature(signer.publicKey, parameters, signer.signedData, signature);
    if (verdict === 'bad-key') return fail(log, name('malformed-public-key'));
    if (verdict === 'exception') return fail(log, name('verify-exception'));
    if (verdict === 'fails') return fail(log, name('did-not-verify'));
  }
  checkSdkLevels(signer, log);
  if (signer.cut.has('certificate')) return fail(log, name('malformed-certificate'));
  const [certificate] = signer.certificates;
  if (!certificate) return fail(log, name('no-certificates'));
  if (!signer.publicKey.equals(normaliseKey(certificate.publicKeyDer)))
    return fail(log, name('public-key-mismatch-between-certificate-and-signatures-record'));
  if (signer.cut.has('digest')) return fail(log, name('malformed-digest'));
  if (listIds(signer.signatures) !== listIds(signer.digests))
    return fail(log, name('sig-alg-mismatch-between-signatures-and-digests-records'));
  return [...new Set(chosen.map(({ algorithm }) => algorithm.content))];
}

function fail(log: IssueLog, code: SigningIssueCode): [] {
  log.error(code);
  return [];
}

function listIds(items: readonly { readonly algorithm: number }[]): string {
  return items.map((item) => item.algorithm).join();
}

function knownSignatures(
  signer: BlockSigner,
  log: IssueLog,
  unknown: SigningIssueCode,
): { algorithm: SignatureAlgorithm; signature: Buffer }[] {
  return signer.signatures.flatMap(({ algorithm: id, signature }) => {
    const algorithm = algorithmOf(id);
    if (!algorithm) log.warn(unknown, `0x${id.toString(16)}`);
    return algorithm ? [{ algorithm, signature }] : [];
  });
}

/** The levels stand outside and inside of what is signed; only the latter are protected. */
function checkSdkLevels(signer: BlockSigner, log: IssueLog): void {
  if (signer.scheme === 'v2') return;
  const { minSdk, maxSdk, signedMinSdk, signedMaxSdk } = signer;
  if (minSdk !== signedMinSdk)
    log.error(
      'v3-min-sdk-version-mismatch-between-signer-and-signed-data-record',
      `${minSdk}, ${signedMinSdk}`,
    );
  if (maxSdk !== signedMaxSdk)
    log.error(
      'v3-max-sdk-version-mismatch-between-signer-and-signed-data-record',
      `${maxSdk}, ${signedMaxSdk}`,
    );
}
