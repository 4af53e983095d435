import { type Certificate, printName, printSerial, readCertificate } from './certificate.ts';
import { printOid, readDer, readDerChildren } from './der.ts';

export interface SignedData {
  readonly certificates: readonly Certificate[];
  /** The certificate of each signer that is in the bag; undefined where it is not. In order of the signer infos. */
  readonly signers: readonly (Certificate | undefined)[];
  /** Content signed, where it is inside. */
  readonly content: Buffer | undefined;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * Reads PKCS#7 SignedData (RFC 2315 section 9, RFC 5652 section 5): certificates, and which of them signed. A signer is
 * found by issuer and serial number; the bag may hold others, in any order. Undefined: the bytes are not SignedData.
 */
export function readSignedData(bytes: Buffer): SignedData | undefined {
  const outer = readDer(bytes);
  const [type, wrapped] = outer ? readDerChildren(outer, 2) : [];
  if (!type || !wrapped || type.tag !== 0x06 || printOid(type.content) !== SIGNED_DATA) return undefined;
  const body = readDer(wrapped.content);
  if (body?.tag !== 0x30) return undefined;
  const parts = readDerChildren(body, 10);
  const certificates = parts
    .filter((part) => part.tag === 0xa0)
    .flatMap((bag) => readDerChildren(bag, 100))
    .map((element) => readCertificate(element.whole))
    .filter((certificate) => certificate !== undefined);
  // digestAlgorithms is the first SET, signerInfos the last.
  const signerInfos = parts.slice(2).findLast((part) => part.tag === 0x31);
  const signers = (signerInfos ? readDerChildren(signerInfos, 50) : []).map((info) => {
    const [issuer, serial] = readDerChildren(readDerChildren(info, 2)[1] ?? info, 2);
    if (!issuer || !serial) return undefined;
    // Names are compared as text: the same name may be encoded as another kind of string (RFC 5280 section 7.1).
    const name = foldName(printName(issuer));
    const number = printSerial(serial);
    return certificates.find((one) => one.serial === number && foldName(one.issuer) === name);
  });
  const contentInfo = parts[2] ? readDerChildren(parts[2], 2)[1] : undefined;
  const content = contentInfo && readDer(contentInfo.content)?.content;
  return { certificates, signers, content };
}

function foldName(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ').trim();
}
