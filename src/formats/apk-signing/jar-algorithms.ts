import { digestNameOf, signatureNameOf } from '../verify-signed-data.ts';
import type { Range } from './verify-block-signer.ts';

type Levels = readonly (readonly [from: number, to: number])[];
const MAX = 0x7fffffff;
const from = (level: number): Levels => [[level, MAX]];
const early = (level: number): Levels => [
  [0, 8],
  [level, MAX],
];

/**
 * API levels whose verifier of v1 signatures takes a pair of digest and signature algorithm (AOSP apksig, OidConstants).
 * Left is the digest, right the signature: `rsa` without a digest of its own, or `sha256-rsa`.
 */
const levels: ReadonlyMap<string, Levels> = new Map([
  ['md5 rsa', from(0)],
  ['sha1 rsa', from(0)],
  ['sha1 sha1-rsa', from(0)],
  ['sha1 dsa', from(0)],
  ['md5 md5-rsa', early(21)],
  ['sha224 rsa', early(21)],
  ['sha224 sha224-rsa', early(21)],
  ['sha256 rsa', early(18)],
  ['sha256 sha256-rsa', early(18)],
  ['sha384 rsa', from(18)],
  ['sha512 rsa', from(18)],
  ['sha384 sha384-rsa', from(21)],
  ['sha512 sha512-rsa', from(21)],
  ['sha1 sha1-dsa', from(9)],
  ['sha224 dsa', from(22)],
  ['sha256 dsa', from(22)],
  ['sha224 sha224-dsa', from(21)],
  ['sha256 sha256-dsa', from(21)],
  ['sha1 ec', from(18)],
  ['sha256 ec', from(18)],
  ['sha384 ec', from(18)],
  ['sha512 ec', from(18)],
  ['sha1 sha1-ec', from(18)],
  ['sha224 ec', from(21)],
  ['sha224 sha224-ec', from(21)],
  ['sha256 sha256-ec', from(21)],
  ['sha384 sha384-ec', from(21)],
  ['sha512 sha512-ec', from(21)],
  ['sha224 sha256-rsa', [[21, 21]]],
  ['sha256 sha1-rsa', [[21, 21]]],
  ['sha512 sha384-rsa', [[21, 21]]],
]);

/** Android 5 and 6 took digests that differ from the signature's, except where the table above says otherwise. */
const MIXED: Levels = [[21, 23]];

/** True where every API level of the range takes this pair. */
export function takesAlgorithms(digestOid: string, signatureOid: string, { minSdk, maxSdk }: Range): boolean {
  const digest = digestNameOf(digestOid);
  const signature = signatureNameOf(signatureOid);
  if (!digest || !signature) return false;
  const [key, hash] = signature;
  // Android never learned DSA with SHA-384 or SHA-512, nor MD5 with DSA and elliptic curves.
  if (key === 'dsa' && (hash === 'sha384' || hash === 'sha512')) return false;
  const mixed = hash !== undefined && hash !== digest ? MIXED : undefined;
  const taken = levels.get(`${digest} ${hash === undefined ? key : `${hash}-${key}`}`) ?? mixed;
  return taken?.some(([first, last]) => covers(taken, first, last, minSdk, maxSdk)) ?? false;
}

function covers(taken: Levels, first: number, last: number, minSdk: number, maxSdk: number): boolean {
  if (first > minSdk || last < minSdk) return false;
  if (last >= maxSdk) return true;
  return taken.some(([nextFirst, nextLast]) => nextFirst === last + 1 && nextLast >= maxSdk);
}
