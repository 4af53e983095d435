import { type Certificate, printName, printSerial, readCertificate } from '../certificate.ts';
import { type DerElement, printOid, readDer, readDerChildren } from '../der.ts';
import { certificateChain } from './certificate-chain.ts';
import { type SignatureCheck, verifySignerInfo } from './verify-signer-info.ts';

/** A signed message (CMS SignedData, RFC 5652 section 5) and whether its signatures hold. */
export interface Cms {
  /** What is signed, where it is inside. */
  readonly content: Buffer | undefined;
  readonly certificates: readonly Certificate[];
  readonly signers: readonly CmsSigner[];
}

export interface CmsSigner extends SignatureCheck {
  /** Undefined: it is not among the certificates of the message. */
  readonly certificate: Certificate | undefined;
  /** From the signer upwards, each checked to have signed the one before. */
  readonly chain: readonly Certificate[];
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const MAX_CERTIFICATES = 64;
const MAX_SIGNERS = 16;

/**
 * Reads and checks a signed message. `detached`: what is signed, where it is not inside. Undefined: not a signed message.
 * Dates of certificates are not judged: there is no clock here.
 */
export function readCms(bytes: Buffer, detached?: Buffer): Cms | undefined {
  const outer = readDer(bytes);
  const [type, wrapped] = outer ? readDerChildren(outer, 2) : [];
  if (type?.tag !== 0x06 || !wrapped || printOid(type.content) !== SIGNED_DATA) return undefined;
  const body = readDer(wrapped.content);
  if (body?.tag !== 0x30) return undefined;
  const parts = readDerChildren(body, 10);
  const certificates = parts
    .filter((part) => part.tag === 0xa0)
    .flatMap((bag) => readDerChildren(bag, MAX_CERTIFICATES))
    .map((element) => readCertificate(element.whole))
    .filter((certificate) => certificate !== undefined);
  const content = readContent(parts[2]);
  const infos = parts.slice(3).findLast((part) => part.tag === 0x31);
  const signers = (infos ? readDerChildren(infos, MAX_SIGNERS) : []).map((info) =>
    readSigner(info, certificates, content ?? detached),
  );
  return { content, certificates, signers };
}

function readSigner(
  info: DerElement,
  certificates: readonly Certificate[],
  content: Buffer | undefined,
): CmsSigner {
  const certificate = findSigner(info, certificates);
  return {
    ...verifySignerInfo(info, certificate, content),
    certificate,
    chain: certificate ? certificateChain(certificate, certificates) : [],
  };
}

function findSigner(info: DerElement, certificates: readonly Certificate[]): Certificate | undefined {
  const [issuer, serial] = readDerChildren(readDerChildren(info, 2)[1] ?? info, 2);
  if (!issuer || !serial) return undefined;
  const fold = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ').trim();
  const [name, number] = [fold(printName(issuer)), printSerial(serial)];
  return certificates.find((one) => one.serial === number && fold(one.issuer) === name);
}

/** An OCTET STRING in one piece or, in BER, in many (X.690 section 8.7.3). */
function readContent(info: DerElement | undefined): Buffer | undefined {
  const wrapped = info && readDerChildren(info, 2)[1];
  const octets = wrapped && readDer(wrapped.content);
  return octets && joinOctets(octets, 0);
}

function joinOctets(element: DerElement, depth: number): Buffer {
  if ((element.tag & 0x20) === 0 || depth > 4) return element.content;
  return Buffer.concat(readDerChildren(element, 100_000).map((part) => joinOctets(part, depth + 1)));
}
