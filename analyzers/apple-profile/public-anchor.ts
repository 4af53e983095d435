import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { appleAnchorOf } from '../../src/apps/index.ts';
import type { Certificate } from '../../src/formats/index.ts';

/**
 * The authority that a chain leads to, among Apple’s and those that Mozilla trusts (the list that comes with Node.js).
 * Undefined: none of them, or the part between is missing. Dates are not judged.
 */
export function publicAnchorOf(chain: readonly Certificate[]): string | undefined {
  const apple = appleAnchorOf({ chain });
  if (apple) return apple;
  const top = chain.at(-1);
  const subject = top && parse(top.der);
  if (!subject) return undefined;
  for (const pem of rootCertificates) {
    const root = parse(pem);
    if (!root) continue;
    if (root.fingerprint256 === subject.fingerprint256) return printed(root);
    if (root.subject === subject.issuer && verifies(subject, root)) return printed(root);
  }
  return undefined;
}

function verifies(subject: X509Certificate, root: X509Certificate): boolean {
  try {
    return subject.verify(root.publicKey);
  } catch {
    return false;
  }
}

function parse(bytes: string | Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

const printed = (root: X509Certificate): string => root.subject.replaceAll('\n', ', ');
