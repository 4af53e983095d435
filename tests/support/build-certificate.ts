import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A self-signed certificate with its key, for tests of signatures. */
export interface BuiltSigner {
  readonly certificate: Buffer;
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
  readonly sha256: string;
  /** Issuer and serial number as SignerInfo wants them. */
  readonly id: Buffer;
}

export type SignerKind = 'rsa' | 'ec' | 'dsa';

/** SHA-256 with each kind of key, as AlgorithmIdentifier (RFC 4055, RFC 5758). */
const algorithms: Readonly<Record<SignerKind, Buffer>> = {
  rsa: sequence(oid('2a864886f70d01010b'), der(0x05)),
  ec: sequence(oid('2a8648ce3d040302')),
  dsa: sequence(oid('608648016503040302')),
};

function makeKeys(kind: SignerKind) {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  if (kind === 'dsa') return generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export function buildSigner(name: string, kind: SignerKind = 'rsa'): BuiltSigner {
  const { privateKey, publicKey: key } = makeKeys(kind);
  const publicKey = key.export({ type: 'spki', format: 'der' });
  const algorithm = algorithms[kind];
  const issuer = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
  const serial = der(0x02, Buffer.from([7]));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    issuer,
    sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('480101000000Z'))),
    issuer,
    publicKey,
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  const sha256 = createHash('sha256').update(certificate).digest('hex');
  return { certificate, publicKey, privateKey, sha256, id: sequence(issuer, serial) };
}

/** What `signatureOid` says of a v1 signature: RSA without its digest, the others with SHA-256. */
const jarAlgorithms: Readonly<Record<string, Buffer>> = {
  rsa: sequence(oid('2a864886f70d010101'), der(0x05)),
  ec: algorithms.ec,
  dsa: algorithms.dsa,
};

/** PKCS#7 SignedData over `content`, which stays outside (RFC 2315). */
export function buildSignedData(signer: BuiltSigner, content: Buffer): Buffer {
  const sha256 = sequence(oid('608648016503040201'), der(0x05));
  const version = der(0x02, Buffer.from([1]));
  const info = sequence(
    version,
    signer.id,
    sha256,
    jarAlgorithms[signer.privateKey.asymmetricKeyType ?? 'rsa']!,
    der(0x04, sign('sha256', content, signer.privateKey)),
  );
  const data = sequence(oid('2a864886f70d010701'));
  const body = sequence(version, der(0x31, sha256), data, der(0xa0, signer.certificate), der(0x31, info));
  return sequence(oid('2a864886f70d010702'), der(0xa0, body));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
