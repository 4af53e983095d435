import { X509Certificate } from 'node:crypto';
import type { Certificate } from '../certificate.ts';

const MAX_LENGTH = 8;

/**
 * The certificates that vouch for one: each has signed the one before it, as checked with its key. Ends at one that
 * signed itself, or where the next is not among `bag`. The first is `leaf`.
 */
export function certificateChain(leaf: Certificate, bag: readonly Certificate[]): Certificate[] {
  const chain = [leaf];
  while (chain.length < MAX_LENGTH) {
    const last = chain.at(-1)!;
    if (last.subject === last.issuer) break;
    const next = bag.find(
      (one) => !chain.includes(one) && one.subject === last.issuer && hasSigned(one.der, last.der),
    );
    if (!next) break;
    chain.push(next);
  }
  return chain;
}

function hasSigned(issuer: Buffer, subject: Buffer): boolean {
  try {
    return new X509Certificate(subject).verify(new X509Certificate(issuer).publicKey);
  } catch {
    return false;
  }
}
