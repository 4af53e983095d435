import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { bytesOf, fieldOf, isCborTag, listOf } from '../cbor/cbor-fields.ts';
import { type CborValue, readCbor } from '../cbor/read-cbor.ts';

/** A signature of COSE (RFC 9052 section 4.2) as C2PA uses it: the payload stands elsewhere. */
export interface Sign1 {
  /** The protected header as encoded. */
  readonly protectedBytes: Buffer;
  /** COSE’s number; undefined where none is named. */
  readonly algorithm: number | undefined;
  /** Certificates as they stand, the signer’s first; DER. */
  readonly certificates: readonly Buffer[];
  readonly signature: Buffer;
  /** Time stamps: DER, and over what they are (version 1: the claim; 2: the signature). */
  readonly timestamps: readonly { readonly version: 1 | 2; readonly token: Buffer }[];
  /** A payload of its own. C2PA forbids it: a reader that believed it would verify other bytes than it shows. */
  readonly attached: Buffer | undefined;
}

const MAX_CERTIFICATES = 16;

export function readSign1(value: CborValue | undefined): Sign1 | undefined {
  const list = listOf(isCborTag(value) ? value.value : value, 4);
  const [protectedBytes, open, payload, signature] = list;
  if (!Buffer.isBuffer(protectedBytes) || !Buffer.isBuffer(signature)) return undefined;
  const header = readCbor(protectedBytes);
  const algorithm = fieldOf(header, 1);
  const chain = fieldOf(header, 33, 'x5chain') ?? fieldOf(open, 33, 'x5chain');
  const certificates = Buffer.isBuffer(chain) ? [chain] : listOf(chain, MAX_CERTIFICATES);
  return {
    protectedBytes,
    algorithm: typeof algorithm === 'number' ? algorithm : undefined,
    certificates: certificates.flatMap((one) => bytesOf(one) ?? []),
    signature,
    timestamps: [...stampsOf(header, open, 'sigTst', 1), ...stampsOf(header, open, 'sigTst2', 2)],
    attached: Buffer.isBuffer(payload) && payload.length > 0 ? payload : undefined,
  };
}

function stampsOf(
  header: CborValue | undefined,
  open: CborValue | undefined,
  name: string,
  version: 1 | 2,
): Sign1['timestamps'] {
  const container = fieldOf(open, name) ?? fieldOf(header, name);
  return listOf(fieldOf(container, 'tstTokens'), 4).flatMap((one) => {
    const token = bytesOf(fieldOf(one, 'val'));
    return token ? [{ version, token }] : [];
  });
}

interface Scheme {
  readonly name: string;
  readonly hash: string | null;
  readonly key: readonly string[];
}

/** C2PA’s list of allowed algorithms (specification section 13.2) by their COSE numbers (RFC 9053). */
const schemes: Readonly<Record<number, Scheme>> = {
  [-7]: { name: 'ES256', hash: 'sha256', key: ['ec'] },
  [-35]: { name: 'ES384', hash: 'sha384', key: ['ec'] },
  [-36]: { name: 'ES512', hash: 'sha512', key: ['ec'] },
  [-37]: { name: 'PS256', hash: 'sha256', key: ['rsa', 'rsa-pss'] },
  [-38]: { name: 'PS384', hash: 'sha384', key: ['rsa', 'rsa-pss'] },
  [-39]: { name: 'PS512', hash: 'sha512', key: ['rsa', 'rsa-pss'] },
  [-8]: { name: 'EdDSA', hash: null, key: ['ed25519'] },
};

export function nameAlgorithm(algorithm: number | undefined): string {
  return (algorithm === undefined ? undefined : schemes[algorithm]?.name) ?? `COSE ${algorithm ?? 'unnamed'}`;
}

export interface Sign1Check {
  readonly verdict: 'holds' | 'fails' | 'not-checked';
  readonly reason: string;
}

/** Checks the signature over `payload` by the key of the first certificate. Never throws. */
export function checkSign1(sign1: Sign1, payload: Buffer): Sign1Check {
  const scheme = sign1.algorithm === undefined ? undefined : schemes[sign1.algorithm];
  if (!scheme) return no(`its algorithm (${nameAlgorithm(sign1.algorithm)}) is not one that C2PA allows`);
  const [certificate] = sign1.certificates;
  if (!certificate) return no('it has no certificate of its signer');
  const key = keyOf(certificate);
  if (!key || !scheme.key.includes(key.asymmetricKeyType ?? ''))
    return no('the key of its certificate cannot be used with its algorithm');
  if (sign1.attached && !sign1.attached.equals(payload))
    return { verdict: 'fails', reason: 'it carries another text than the claim that is shown' };
  return holdsOver(scheme, key, signedStructure('Signature1', sign1.protectedBytes, payload), sign1.signature)
    ? { verdict: 'holds', reason: 'signature and claim agree' }
    : { verdict: 'fails', reason: 'the signature does not match the claim' };
}

const no = (reason: string): Sign1Check => ({ verdict: 'not-checked', reason });

function keyOf(der: Buffer): KeyObject | undefined {
  try {
    return createPublicKey(new X509Certificate(der).publicKey.export({ type: 'spki', format: 'pem' }));
  } catch {
    return undefined;
  }
}

function holdsOver({ name, hash }: Scheme, key: KeyObject, data: Buffer, signature: Buffer): boolean {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  try {
    if (name.startsWith('ES')) return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
    return verify(hash, data, name.startsWith('PS') ? { key, ...pss } : { key }, signature);
  } catch {
    return false;
  }
}

/** `Sig_structure` of RFC 9052 section 4.4 without external data. */
export function signedStructure(context: string, protectedBytes: Buffer, payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0x84]),
    head(3, context.length),
    Buffer.from(context, 'latin1'),
    encodeBytes(protectedBytes),
    encodeBytes(Buffer.alloc(0)),
    encodeBytes(payload),
  ]);
}

/** A byte string as CBOR writes it. */
export function encodeBytes(bytes: Buffer): Buffer {
  return Buffer.concat([head(2, bytes.length), bytes]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  const wide = length >= 65536;
  const bytes = Buffer.alloc(wide ? 5 : 3);
  bytes[0] = (major << 5) | (wide ? 26 : 25);
  if (wide) bytes.writeUInt32BE(length, 1);
  else bytes.writeUInt16BE(length, 1);
  return bytes;
}
