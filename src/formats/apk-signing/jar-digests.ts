import type { JarSection } from './jar-manifest.ts';
import type { Range } from './verify-block-signer.ts';

/** A digest that a manifest or signature file gives. `hash` as `crypto.createHash` calls it. */
export interface JarDigest {
  readonly hash: 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly digest: Buffer;
}

const hashes: ReadonlyMap<string, readonly [hash: JarDigest['hash'], minSdk: number]> = new Map([
  ['md5', ['md5', 0]],
  ['sha', ['sha1', 0]],
  ['sha1', ['sha1', 0]],
  ['sha-1', ['sha1', 0]],
  ['sha-256', ['sha256', 0]],
  ['sha-384', ['sha384', 9]],
  ['sha-512', ['sha512', 9]],
]);
/** Since Android 4.3 the strongest one counts. */
const preferred = ['sha-512', 'sha-384', 'sha-256', 'sha1'] as const;
const FIRST_PREFERRING = 18;

/**
 * The digests that Android's versions in this range would check: before 4.3 the first that `Digest-Algorithms` names
 * (SHA-1 where it is not given), since then the strongest. `suffix`: `-digest`, `-digest-manifest`…
 */
export function digestsToCheck(section: JarSection, suffix: string, { minSdk, maxSdk }: Range): JarDigest[] {
  const found: JarDigest[] = [];
  if (minSdk < FIRST_PREFERRING) {
    const first = firstNamed(section, suffix, minSdk);
    if (!first) return [];
    found.push(first);
  }
  if (maxSdk < FIRST_PREFERRING) return found;
  for (const name of preferred) {
    const digest = decode(section, name, suffix);
    if (!digest) continue;
    const same = found.some((one) => one.hash === digest.hash && one.digest.equals(digest.digest));
    if (!same) found.push(digest);
    break;
  }
  return found;
}

function firstNamed(section: JarSection, suffix: string, minSdk: number): JarDigest | undefined {
  const names = (section.attributes.get('digest-algorithms') ?? 'SHA SHA1').toLowerCase();
  for (const name of names.split(/\s+/).slice(0, 20)) {
    const digest = decode(section, name, suffix);
    if (digest && hashes.get(name)![1] <= minSdk) return digest;
  }
  return undefined;
}

function decode(section: JarSection, name: string, suffix: string): JarDigest | undefined {
  const text = section.attributes.get(name + suffix);
  const hash = hashes.get(name)?.[0];
  return text === undefined || !hash ? undefined : { hash, digest: Buffer.from(text, 'base64') };
}
