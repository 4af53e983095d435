import { X509Certificate } from 'node:crypto';
import { appleRoots } from '../../../data/apple/roots.ts';
import type { CmsSigner } from '../../formats/index.ts';

/**
 * The root of Apple's that a signer's chain ends at, by name. Undefined: the chain ends elsewhere, or its upper part is
 * missing. Only certificates that are known by their hash count; a name proves nothing.
 */
export function appleAnchorOf({ chain }: Pick<CmsSigner, 'chain'>): string | undefined {
  const top = chain.at(-1);
  if (!top) return undefined;
  const known = appleRoots.find((root) => root.sha256 === top.sha256);
  if (known) return known.name;
  return appleRoots.find(({ der }) => der !== undefined && signedBy(top.der, der))?.name;
}

function signedBy(subject: Buffer, rootDer: string): boolean {
  try {
    const root = new X509Certificate(Buffer.from(rootDer, 'base64'));
    return new X509Certificate(subject).verify(root.publicKey);
  } catch {
    return false;
  }
}
