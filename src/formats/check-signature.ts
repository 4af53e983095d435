import { constants, createHash, createPublicKey, type KeyObject, publicDecrypt, verify } from 'node:crypto';
import { encodeDer, readDer, readDerChildren } from './der.ts';
import { describeKey } from './describe-key.ts';

/** `bad-key`: no key of that kind · `exception`: the signature is not even of the right form. */
export type SignatureVerdict = 'holds' | 'fails' | 'bad-key' | 'exception';

export interface SignatureParameters {
  readonly hash: string;
  readonly key: 'rsa' | 'ec' | 'dsa';
  readonly padding?: number;
  readonly saltLength?: number;
}

/** Checks a signature by a key given as SubjectPublicKeyInfo. Never throws. */
export function checkSignature(
  publicKeyDer: Buffer,
  { hash, key: kind, ...padding }: SignatureParameters,
  data: Buffer,
  signature: Buffer,
): SignatureVerdict {
  const key = openKey(publicKeyDer);
  if (key?.asymmetricKeyType !== kind) return 'bad-key';
  const bits = describeKey(publicKeyDer)?.bits;
  if (kind === 'rsa' && bits && signature.length !== Math.ceil(bits / 8)) return 'exception';
  if (kind !== 'rsa' && !isPairOfIntegers(signature)) return 'exception';
  try {
    if (verify(hash, data, { key, ...padding }, signature)) return 'holds';
    return padding.padding === constants.RSA_PKCS1_PADDING && namesOtherHash(key, hash, signature)
      ? 'exception'
      : 'fails';
  } catch {
    return 'exception';
  }
}

function openKey(publicKeyDer: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: normaliseKey(publicKeyDer), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

const DIGEST_INFO_BYTES = 19;

/** True where the signature is whole but made with another hash than it is said to be (PKCS #1 version 1.5, DigestInfo). */
function namesOtherHash(key: KeyObject, hash: string, signature: Buffer): boolean {
  try {
    const inner = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return inner.length !== DIGEST_INFO_BYTES + createHash(hash).digest().length;
  } catch {
    return false;
  }
}

/**
 * The hash that an RSA signature holds (PKCS #1 version 1.5), so that many messages can be tried against it. Undefined: it
 * holds none of that length.
 */
export function hashInSignature(publicKeyDer: Buffer, bytes: number, signature: Buffer): Buffer | undefined {
  const key = openKey(publicKeyDer);
  if (key?.asymmetricKeyType !== 'rsa') return undefined;
  try {
    const inner = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return inner.length === DIGEST_INFO_BYTES + bytes ? inner.subarray(DIGEST_INFO_BYTES) : undefined;
  } catch {
    return undefined;
  }
}

/** ECDSA and DSA signatures are a SEQUENCE of two INTEGERs and nothing after it. */
function isPairOfIntegers(signature: Buffer): boolean {
  const outer = readDer(signature);
  if (outer?.tag !== 0x30) return false;
  const parts = readDerChildren(outer, 3);
  return parts.length === 2 && parts.every((part) => part.tag === 0x02 && part.content.length > 0);
}

const RSA_KEY = Buffer.from('06092a864886f70d010101', 'hex');

/**
 * Some old tools wrote an RSA modulus without its leading zero byte, so that it reads as a negative number. Android
 * takes it as meant; so does this. Other keys stay as they are.
 */
export function normaliseKey(publicKeyDer: Buffer): Buffer {
  const [algorithm, bits] = childrenOf(publicKeyDer);
  if (!algorithm || bits?.tag !== 0x03 || !algorithm.content.subarray(0, RSA_KEY.length).equals(RSA_KEY))
    return publicKeyDer;
  const [modulus, exponent] = childrenOf(bits.content.subarray(1));
  if (modulus?.tag !== 0x02 || !exponent || (modulus.content[0] ?? 0) < 0x80) return publicKeyDer;
  const key = encodeDer(0x30, encodeDer(0x02, Buffer.from([0]), modulus.content), exponent.whole);
  return encodeDer(0x30, algorithm.whole, encodeDer(0x03, Buffer.from([0]), key));
}

function childrenOf(der: Buffer) {
  const outer = readDer(der);
  return outer?.tag === 0x30 ? readDerChildren(outer, 2) : [];
}
