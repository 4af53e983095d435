import { printOid, readDer, readDerChildren } from './der.ts';

/** What kind of public key a SubjectPublicKeyInfo holds (RFC 5280, section 4.1.2.7). */
export interface KeyDescription {
  readonly kind: 'rsa' | 'ec' | 'dsa';
  /** RSA: length of the modulus; DSA: of the prime. */
  readonly bits?: number;
  /** EC: the curve's name where it is a usual one, else its object identifier. */
  readonly curve?: string;
}

const kinds: Readonly<Record<string, KeyDescription['kind']>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa',
  '1.2.840.10045.2.1': 'ec',
  '1.2.840.10040.4.1': 'dsa',
};

const curves: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'prime256v1',
  '1.3.132.0.33': 'secp224r1',
  '1.3.132.0.34': 'secp384r1',
  '1.3.132.0.35': 'secp521r1',
  '1.3.132.0.10': 'secp256k1',
};

function bitsOf(integer: Buffer | undefined): number | undefined {
  if (integer === undefined) return undefined;
  const first = integer.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (integer.length - first) * 8 - Math.clz32(integer[first] ?? 0) + 24;
}

/**
 * Reads the key's kind and size from its own bytes. Node's `asymmetricKeyDetails` is not asked: a key whose algorithm is
 * one of OpenSSL's aliases for RSA or DSA makes it abort the whole process. Undefined: no such key.
 */
export function describeKey(publicKeyDer: Buffer): KeyDescription | undefined {
  const outer = readDer(publicKeyDer);
  if (outer?.tag !== 0x30) return undefined;
  const [algorithm, key] = readDerChildren(outer, 2);
  if (algorithm?.tag !== 0x30 || key?.tag !== 0x03) return undefined;
  const [oid, parameters] = readDerChildren(algorithm, 2);
  const kind = oid?.tag === 0x06 ? kinds[printOid(oid.content)] : undefined;
  if (kind === undefined) return undefined;
  if (kind === 'ec') {
    const name = parameters?.tag === 0x06 ? printOid(parameters.content) : undefined;
    return name === undefined ? { kind } : { kind, curve: curves[name] ?? name };
  }
  const numbers = kind === 'rsa' ? readDer(key.content.subarray(1)) : parameters;
  const [first] = numbers?.tag === 0x30 ? readDerChildren(numbers, 3) : [];
  const bits = bitsOf(first?.tag === 0x02 ? first.content : undefined);
  return bits === undefined ? { kind } : { kind, bits };
}
