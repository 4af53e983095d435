import { constants, createHash } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { checkSignature } from './check-signature.ts';
import { printOid, readDerChildren } from './der.ts';
import type { SignedData, SignerInfo } from './pkcs7.ts';

/**
 * `verified` · `mismatch`: the signature is another · `content-mismatch`: the digest, or the kind of content, is another ·
 * `malformed`: signed attributes are doubled or cannot be read · `incomplete`: they do not name the content · `unusable`: the
 * key or the certificate cannot be used for this · `bad-form`: the signature has not the form that its key demands ·
 * `no-certificate`: it is not in the bag · `unknown-algorithm`.
 */
export type SignerVerdict =
  | 'verified'
  | 'mismatch'
  | 'content-mismatch'
  | 'malformed'
  | 'incomplete'
  | 'bad-form'
  | 'unusable'
  | 'no-certificate'
  | 'unknown-algorithm';

const digests: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

type Key = 'rsa' | 'ec' | 'dsa';
/** Signature algorithms; those that name no digest of their own take the signer's. */
const signatures: ReadonlyMap<string, readonly [key: Key, hash?: string]> = new Map([
  ['1.2.840.113549.1.1.1', ['rsa']],
  ['1.2.840.113549.1.1.4', ['rsa', 'md5']],
  ['1.2.840.113549.1.1.5', ['rsa', 'sha1']],
  ['1.2.840.113549.1.1.14', ['rsa', 'sha224']],
  ['1.2.840.113549.1.1.11', ['rsa', 'sha256']],
  ['1.2.840.113549.1.1.12', ['rsa', 'sha384']],
  ['1.2.840.113549.1.1.13', ['rsa', 'sha512']],
  ['1.2.840.10040.4.1', ['dsa']],
  ['1.2.840.10040.4.3', ['dsa', 'sha1']],
  ['2.16.840.1.101.3.4.3.1', ['dsa', 'sha224']],
  ['2.16.840.1.101.3.4.3.2', ['dsa', 'sha256']],
  ['2.16.840.1.101.3.4.3.3', ['dsa', 'sha384']],
  ['2.16.840.1.101.3.4.3.4', ['dsa', 'sha512']],
  ['1.2.840.10045.2.1', ['ec']],
  ['1.2.840.10045.4.1', ['ec', 'sha1']],
  ['1.2.840.10045.4.3.1', ['ec', 'sha224']],
  ['1.2.840.10045.4.3.2', ['ec', 'sha256']],
  ['1.2.840.10045.4.3.3', ['ec', 'sha384']],
  ['1.2.840.10045.4.3.4', ['ec', 'sha512']],
]);

export function digestNameOf(oid: string): string | undefined {
  return digests.get(oid);
}

export function signatureNameOf(oid: string): readonly [key: Key, hash?: string] | undefined {
  return signatures.get(oid);
}

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';

/** Where verifiers differ. Everything is checked unless it is said otherwise. */
export interface SignerRules {
  /** False: the kind of content that the signed attributes name may be any (Android before 7, Apple). */
  readonly checkType?: boolean;
  /** False: what the certificate says its key is for, and extensions that nobody knows, are not looked at (Apple). */
  readonly checkUsage?: boolean;
  /** True: RSA-PSS is taken too, which Android never did in v1 signatures. */
  readonly pss?: boolean;
}

/** RFC 4055; its digest is that of the signer. */
const RSA_PSS = '1.2.840.113549.1.1.10';
const pssPadding = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_AUTO,
};

/**
 * Checks one signer of SignedData over its content (RFC 5652 section 5.4 to 5.6). Trust is not judged: anyone can sign.
 * `content` is what is signed, from inside or beside.
 */
export function verifySignerInfo(
  data: SignedData,
  info: SignerInfo,
  content: Buffer,
  { checkType = true, checkUsage = true, pss = false }: SignerRules = {},
): SignerVerdict {
  const hash = digests.get(info.digestOid);
  const isPss = pss && info.signatureOid === RSA_PSS;
  const algorithm = isPss ? (['rsa'] as const) : signatures.get(info.signatureOid);
  if (!hash || !algorithm) return 'unknown-algorithm';
  if (!info.certificate) return 'no-certificate';
  if (checkUsage && !maySign(info.certificate)) return 'unusable';
  const [key, ownHash] = algorithm;
  const signed = info.signedAttributes ? checkAttributes(data, info, content, hash, checkType) : content;
  if (typeof signed === 'string') return signed;
  const parameters = { hash: ownHash ?? hash, key, ...(isPss ? pssPadding : {}) };
  const verdict = checkSignature(info.certificate.publicKeyDer, parameters, signed, info.signature);
  if (verdict === 'holds') return 'verified';
  if (verdict === 'fails') return 'mismatch';
  return verdict === 'exception' ? 'bad-form' : 'unusable';
}

/** Signed attributes name the kind and the digest of the content; the signature is over them, encoded as a SET. */
function checkAttributes(
  data: SignedData,
  { signedAttributes }: SignerInfo,
  content: Buffer,
  hash: string,
  checkType: boolean,
): Buffer | 'malformed' | 'incomplete' | 'content-mismatch' {
  const attributes = new Map<string, Buffer[]>();
  for (const attribute of readDerChildren(signedAttributes!, 50)) {
    const [oid, values] = readDerChildren(attribute, 2);
    if (oid?.tag !== 0x06 || values?.tag !== 0x31 || attributes.has(printOid(oid.content)))
      return 'malformed';
    attributes.set(
      printOid(oid.content),
      readDerChildren(values, 10).map((value) => value.content),
    );
  }
  const [types, expected] = [attributes.get(CONTENT_TYPE), attributes.get(MESSAGE_DIGEST)];
  if (checkType) {
    if (!types?.[0]) return 'incomplete';
    if (types.length > 1) return 'malformed';
    if (printOid(types[0]) !== data.contentType) return 'content-mismatch';
  }
  if (!expected?.[0]) return 'incomplete';
  if (expected.length > 1) return 'malformed';
  if (!createHash(hash).update(content).digest().equals(expected[0])) return 'content-mismatch';
  // They stand in the message under the tag [0]. Their length stays as it was written.
  const asSet = Buffer.from(signedAttributes!.whole);
  asSet[0] = 0x31;
  return asSet;
}

const KEY_USAGE = '2.5.29.15';
/** Extensions that verifiers know; a critical one that they do not know forbids the use of the certificate. */
const known = new Set([
  ...[14, 15, 16, 17, 18, 19, 20, 21, 24, 27, 28, 29, 30, 31, 32, 33, 35, 36, 37, 46, 54].map(
    (last) => `2.5.29.${last}`,
  ),
  '1.3.6.1.5.5.7.1.1',
  '1.3.6.1.5.5.7.1.11',
  '1.3.6.1.5.5.7.48.1.5',
  '2.16.840.1.113730.1.1',
]);

function maySign({ extensions }: Certificate): boolean {
  if (extensions.some(({ critical, oid }) => critical && !known.has(oid))) return false;
  const usage = extensions.find(({ oid }) => oid === KEY_USAGE)?.value;
  // BIT STRING: tag, length, unused bits, then digitalSignature (0x80) and nonRepudiation (0x40).
  return usage === undefined || ((usage[3] ?? 0) & 0xc0) !== 0;
}
