import { constants } from 'node:crypto';

export type ContentDigest = 'chunked-sha256' | 'chunked-sha512' | 'verity-sha256';

/** A signature algorithm of APK Signature Scheme v2 and later. */
export interface SignatureAlgorithm {
  readonly id: number;
  readonly hash: 'sha256' | 'sha512';
  readonly key: 'rsa' | 'ec' | 'dsa';
  /** RSA-PSS with a salt as long as the hash. */
  readonly pss: boolean;
  readonly content: ContentDigest;
  /** First API level whose verifier of v2 and later knows it. */
  readonly minSdk: number;
  /** First API level whose cryptography knows it: what counts for source stamps. */
  readonly cryptoMinSdk: number;
}

type Row = readonly [
  id: number,
  hash: 'sha256' | 'sha512',
  key: SignatureAlgorithm['key'],
  pss: boolean,
  content: ContentDigest,
  minSdk: number,
  cryptoMinSdk: number,
];

/** source.android.com, "APK Signature Scheme v2", signature algorithm ids; levels as in AOSP's apksig. */
const rows: readonly Row[] = [
  [0x0101, 'sha256', 'rsa', true, 'chunked-sha256', 24, 23],
  [0x0102, 'sha512', 'rsa', true, 'chunked-sha512', 24, 23],
  [0x0103, 'sha256', 'rsa', false, 'chunked-sha256', 24, 1],
  [0x0104, 'sha512', 'rsa', false, 'chunked-sha512', 24, 1],
  [0x0201, 'sha256', 'ec', false, 'chunked-sha256', 24, 11],
  [0x0202, 'sha512', 'ec', false, 'chunked-sha512', 24, 11],
  [0x0301, 'sha256', 'dsa', false, 'chunked-sha256', 24, 1],
  [0x0421, 'sha256', 'rsa', false, 'verity-sha256', 28, 1],
  [0x0423, 'sha256', 'ec', false, 'verity-sha256', 28, 11],
  [0x0425, 'sha256', 'dsa', false, 'verity-sha256', 28, 1],
];

const algorithms: ReadonlyMap<number, SignatureAlgorithm> = new Map(
  rows.map(([id, hash, key, pss, content, minSdk, cryptoMinSdk]) => [
    id,
    { id, hash, key, pss, content, minSdk, cryptoMinSdk },
  ]),
);

export function algorithmOf(id: number): SignatureAlgorithm | undefined {
  return algorithms.get(id);
}

/** Padding as `crypto.verify` wants it. */
export function paddingOf({ key, pss, hash }: SignatureAlgorithm): { padding?: number; saltLength?: number } {
  if (key !== 'rsa') return {};
  if (!pss) return { padding: constants.RSA_PKCS1_PADDING };
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: hash === 'sha256' ? 32 : 64 };
}

/** Content digests in the order in which Android prefers them. */
const strength: Readonly<Record<ContentDigest, number>> = {
  'chunked-sha256': 0,
  'verity-sha256': 1,
  'chunked-sha512': 2,
};

/**
 * The signatures that devices between two API levels would check: the best of each generation of algorithms. Undefined:
 * some of these devices know none.
 */
export function chooseSignatures<T extends { readonly algorithm: SignatureAlgorithm }>(
  signatures: readonly T[],
  { minSdk, maxSdk }: { readonly minSdk: number; readonly maxSdk: number },
  level: 'minSdk' | 'cryptoMinSdk' = 'minSdk',
): T[] | undefined {
  const best = new Map<number, T>();
  for (const signature of signatures) {
    const from = signature.algorithm[level];
    if (from > maxSdk) continue;
    const other = best.get(from);
    if (!other || strength[signature.algorithm.content] > strength[other.algorithm.content])
      best.set(from, signature);
  }
  if (best.size === 0 || minSdk < Math.min(...best.keys())) return undefined;
  return [...best.values()].sort((a, b) => a.algorithm.id - b.algorithm.id);
}
