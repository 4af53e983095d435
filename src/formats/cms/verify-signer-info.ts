import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Certificate } from '../certificate.ts';
import { type DerElement, printOid, readDerChildren } from '../der.ts';
import { digestNames, MESSAGE_DIGEST, RSA_PSS, SIGNING_TIME, signatureDigests } from './algorithms.ts';
import { readDerTime } from './der-time.ts';

/** `verified`: the signature holds over the content · `broken`: it does not · `not-checked`: see `reason`. */
export interface SignatureCheck {
  readonly verdict: 'verified' | 'broken' | 'not-checked';
  readonly reason: string;
  /** As the signer says; RFC 3339 in UTC. */
  readonly signingTime: string | undefined;
}

/** Checks one SignerInfo (RFC 5652 section 5.4): the digest of the content, and the signature with the certificate's key. */
export function verifySignerInfo(
  info: DerElement,
  certificate: Certificate | undefined,
  content: Buffer | undefined,
): SignatureCheck {
  const parts = readDerChildren(info, 10);
  const attributes = parts.find((part) => part.tag === 0xa0);
  const signingTime = attributes && readDerTime(attributeValue(attributes, SIGNING_TIME));
  const say = (verdict: SignatureCheck['verdict'], reason: string): SignatureCheck => ({
    verdict,
    reason,
    signingTime,
  });
  if (!certificate) return say('not-checked', 'the signer’s certificate is not in the file');
  if (!content) return say('not-checked', 'what is signed is not in the file');
  const rest = parts.slice(3).filter((part) => part.tag !== 0xa0 && part.tag !== 0xa1);
  const [signatureAlgorithm, signature] = rest;
  const digest = digestNames[algorithmOf(parts[2])];
  if (!digest || !signatureAlgorithm || signature?.tag !== 0x04)
    return say('not-checked', 'the signature uses an algorithm that is not known here');
  if (attributes) {
    const stated = attributeValue(attributes, MESSAGE_DIGEST)?.content;
    if (!stated?.equals(createHash(digest).update(content).digest()))
      return say('broken', 'the content was changed after signing');
  }
  const signed = attributes ? asSet(attributes) : content;
  const holds = check(certificate, signatureAlgorithm, digest, signed, signature.content);
  if (holds === undefined) return say('not-checked', 'the signer’s key cannot be used here');
  return holds
    ? say('verified', 'signature and content agree')
    : say('broken', 'the signature does not match what is signed');
}

function check(
  certificate: Certificate,
  algorithm: DerElement,
  digest: string,
  signed: Buffer,
  signature: Buffer,
): boolean | undefined {
  const oid = algorithmOf(algorithm);
  let key: KeyObject;
  try {
    key = createPublicKey({ key: certificate.publicKeyDer, format: 'der', type: 'spki' });
    if (oid !== RSA_PSS) return verify(signatureDigests[oid] ?? digest, signed, key, signature);
    const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
    return verify(digest, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
  } catch {
    return undefined;
  }
}

function algorithmOf(element: DerElement | undefined): string {
  const oid = element && readDerChildren(element, 1)[0];
  return oid?.tag === 0x06 ? printOid(oid.content) : '';
}

/** The first value of a signed attribute. */
function attributeValue(attributes: DerElement, type: string): DerElement | undefined {
  for (const attribute of readDerChildren(attributes, 50)) {
    const [oid, values] = readDerChildren(attribute, 2);
    if (oid && values && printOid(oid.content) === type) return readDerChildren(values, 1)[0];
  }
  return undefined;
}

/** Signed attributes are signed as a SET, though they stand in the message under the tag [0] (section 5.4). */
function asSet(attributes: DerElement): Buffer {
  const copy = Buffer.from(attributes.whole);
  copy[0] = 0x31;
  return copy;
}
