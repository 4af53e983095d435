import { type Certificate, printName, printSerial, readCertificate } from './certificate.ts';
import { type DerElement, printOid, readDer, readDerChildren } from './der.ts';

/** One signer of SignedData (RFC 5652 section 5.3). Buffers are views. */
export interface SignerInfo {
  /** The one of the bag that its issuer and serial number name; undefined: it is not there. */
  readonly certificate: Certificate | undefined;
  readonly digestOid: string;
  readonly signatureOid: string;
  /** As encoded, `[0]` included; undefined: the signature is over the content itself. */
  readonly signedAttributes: DerElement | undefined;
  readonly signature: Buffer;
}

export interface SignedData {
  readonly certificates: readonly Certificate[];
  /** Certificates in the bag that cannot be read. */
  readonly unreadableCertificates: number;
  /** The certificate of each signer that is in the bag; undefined where it is not. In order of the signer infos. */
  readonly signers: readonly (Certificate | undefined)[];
  readonly signerInfos: readonly SignerInfo[];
  /** Signers that cannot be read. */
  readonly unreadableSigners: number;
  /** What kind of content is signed: `1.2.840.113549.1.7.1` is plain data. */
  readonly contentType: string;
  /** Content signed, where it is inside. */
  readonly content: Buffer | undefined;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const MAX_SIGNERS = 50;

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
  const bag = parts.filter((part) => part.tag === 0xa0).flatMap((part) => readDerChildren(part, 100));
  const read = bag.map((element) => readCertificate(element.whole));
  const certificates = read.filter((certificate) => certificate !== undefined);
  // digestAlgorithms is the first SET, signerInfos the last.
  const list = parts.slice(2).findLast((part) => part.tag === 0x31);
  const infos = list ? readDerChildren(list, MAX_SIGNERS) : [];
  const signerInfos = infos
    .map((info) => readSignerInfo(info, certificates))
    .filter((info) => info !== undefined);
  const [contentType, contentInfo] = parts[2] ? readDerChildren(parts[2], 2) : [];
  return {
    certificates,
    unreadableCertificates: read.length - certificates.length,
    signers: signerInfos.map((info) => info.certificate),
    signerInfos,
    unreadableSigners: infos.length - signerInfos.length,
    contentType: contentType ? printOid(contentType.content) : '',
    content: contentInfo && readContent(readDer(contentInfo.content)),
  };
}

/** An OCTET STRING in one piece or, in BER, in many (X.690 section 8.7.3). */
function readContent(element: DerElement | undefined, depth = 0): Buffer | undefined {
  if (!element || (element.tag & 0x20) === 0 || depth > 4) return element?.content;
  const pieces = readDerChildren(element, 100_000).map((piece) => readContent(piece, depth + 1));
  return Buffer.concat(pieces.filter((piece) => piece !== undefined));
}

function readSignerInfo(info: DerElement, certificates: readonly Certificate[]): SignerInfo | undefined {
  const [version, id, digest, ...rest] = readDerChildren(info, 7);
  if (!version || !id || !digest) return undefined;
  const signedAttributes = rest[0]?.tag === 0xa0 ? rest[0] : undefined;
  const [algorithm, signature] = rest.slice(signedAttributes ? 1 : 0);
  if (algorithm?.tag !== 0x30 || !signature) return undefined;
  return {
    certificate: findCertificate(id, certificates),
    digestOid: oidOf(digest),
    signatureOid: oidOf(algorithm),
    signedAttributes,
    signature: signature.content,
  };
}

function oidOf(algorithm: DerElement): string {
  const [oid] = readDerChildren(algorithm, 1);
  return oid?.tag === 0x06 ? printOid(oid.content) : '';
}

function findCertificate(id: DerElement, certificates: readonly Certificate[]): Certificate | undefined {
  const [issuer, serial] = readDerChildren(id, 2);
  if (!issuer || !serial) return undefined;
  // Names are compared as text: the same name may be encoded as another kind of string (RFC 5280 section 7.1).
  const name = foldName(printName(issuer));
  const number = printSerial(serial);
  return certificates.find((one) => one.serial === number && foldName(one.issuer) === name);
}

function foldName(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ').trim();
}
