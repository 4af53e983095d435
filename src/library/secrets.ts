import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Sha256 } from '../contract/index.ts';

/** 256 random bits in base64url: 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Of text as UTF-8. Secrets of 256 random bits need no salt and no slow hash. */
export function sha256Of(text: string): Sha256 {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Compares two hashes in a time that does not tell where they differ. */
export function sameHash(a: Sha256, b: Sha256): boolean {
  const left = Buffer.from(a, 'hex');
  const right = Buffer.from(b, 'hex');
  return left.length === right.length && timingSafeEqual(left, right);
}
