import { X509Certificate } from 'node:crypto';
import { type Certificate, readCertificate } from '../certificate.ts';
import { printOid, readDer, readDerChildren } from '../der.ts';

/** How a certificate stands to a list of authorities. */
export interface C2paTrust {
  /** Subject of the listed authority that vouches for it. */
  readonly anchor: string | undefined;
  /** Why it is not vouched for, in words. */
  readonly reason: string;
}

const MAX_LENGTH = 8;
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** E-mail protection, document signing, C2PA claim signing; time stamping. */
const usages: Readonly<Record<'claim' | 'time', readonly string[]>> = {
  claim: ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.62558.2.1'],
  time: ['1.3.6.1.5.5.7.3.8'],
};

/**
 * Looks for a chain from `leaf` over `bag` to one of `anchors`, each link checked: signed by the next one’s key, the next
 * one allowed to sign certificates, all valid `at` that time where it is given. Nothing is asked about revocation.
 */
export function checkTrust(
  leaf: Certificate,
  bag: readonly Certificate[],
  anchors: readonly Certificate[],
  options: { readonly usage: 'claim' | 'time'; readonly at: string | undefined },
): C2paTrust {
  if (anchors.length === 0) return { anchor: undefined, reason: 'no list of authorities was given' };
  if (!hasUsage(leaf, usages[options.usage]))
    return { anchor: undefined, reason: 'its certificate is not meant for this use' };
  let last = leaf;
  for (let step = 0; step < MAX_LENGTH; step++) {
    if (!validAt(last, options.at))
      return { anchor: undefined, reason: `a certificate was not valid at ${options.at}` };
    if (anchors.some(({ sha256 }) => sha256 === last.sha256)) return { anchor: last.subject, reason: '' };
    const next = [...anchors, ...bag].find((one) => one.subject === last.issuer && hasSigned(one, last));
    if (!next || next.sha256 === last.sha256) break;
    last = next;
  }
  return { anchor: undefined, reason: 'no listed authority vouches for its certificate' };
}

function validAt({ notBefore, notAfter }: Certificate, at: string | undefined): boolean {
  if (at === undefined) return true;
  return notBefore !== undefined && notAfter !== undefined && notBefore <= at && at <= notAfter;
}

function hasUsage({ extensions }: Certificate, wanted: readonly string[]): boolean {
  const usage = extensions.find(({ oid }) => oid === EXTENDED_KEY_USAGE);
  const list = usage && readDer(usage.value);
  return (
    list !== undefined && readDerChildren(list, 20).some(({ content }) => wanted.includes(printOid(content)))
  );
}

function hasSigned(issuer: Certificate, subject: Certificate): boolean {
  try {
    const authority = new X509Certificate(issuer.der);
    return authority.ca && new X509Certificate(subject.der).verify(authority.publicKey);
  } catch {
    return false;
  }
}

/** Certificates in a PEM text, unreadable ones left out. */
export function readPemCertificates(pem: string): Certificate[] {
  const found = pem.matchAll(
    /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{1,20000})-----END CERTIFICATE-----/g,
  );
  return [...found].flatMap(([, base64 = '']) => readCertificate(Buffer.from(base64, 'base64')) ?? []);
}
