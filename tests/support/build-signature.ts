import { createSign, generateKeyPairSync } from 'node:crypto';

/**
 * A v1 signature block (PKCS#7 SignedData, RFC 2315) with a self-signed certificate whose common name is `name`: what a
 * JAR keeps in META-INF/*.RSA. It signs no content.
 */
export function buildJarSignature(name: string): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = der(0x30, oid([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), der(0x05));
  const issuer = der(0x30, der(0x31, der(0x30, oid([0x55, 4, 3]), der(0x0c, Buffer.from(name)))));
  const serial = der(0x02, Buffer.from([7]));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    issuer,
    der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('480101000000Z'))),
    issuer,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  const version = der(0x02, Buffer.from([1]));
  const signer = der(0x30, version, der(0x30, issuer, serial), algorithm, algorithm, der(0x04, signature));
  const data = der(0x30, oid([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]));
  const signed = der(0x30, version, der(0x31, algorithm), data, der(0xa0, certificate), der(0x31, signer));
  return der(0x30, oid([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]), der(0xa0, signed));
}

function oid(bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [length] : length < 65_536 ? [0x82, length >> 8, length & 0xff] : undefined;
  if (!head) throw new Error(`${length} bytes are more than a test needs`);
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
