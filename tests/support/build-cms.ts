import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A signer made for a test: a self-signed certificate, or one signed by `issuer`. */
export interface BuiltSigner {
  readonly certificate: Buffer;
  readonly name: Buffer;
  readonly serial: Buffer;
  readonly privateKey: KeyObject;
}

const sha256Rsa = () => der(0x30, oid('2a864886f70d01010b'), der(0x05));
const sha256 = () => der(0x30, oid('608648016503040201'), der(0x05));

let keys: ReturnType<typeof makeKeys> | undefined;
const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** `names`: attribute type in hex → value, such as `550403` for the common name. All signers of a run share one key. */
export function buildSigner(
  names: Readonly<Record<string, string>>,
  options: { issuer?: BuiltSigner; serial?: number } = {},
): BuiltSigner {
  keys ??= makeKeys();
  const { publicKey, privateKey } = options.issuer ? makeKeys() : keys;
  const name = der(
    0x30,
    ...Object.entries(names).map(([type, value]) =>
      der(0x31, der(0x30, oid(type), der(0x0c, Buffer.from(value)))),
    ),
  );
  const serial = der(0x02, Buffer.from([options.serial ?? 7]));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    serial,
    sha256Rsa(),
    options.issuer?.name ?? name,
    der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('480101000000Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256')
    .update(body)
    .sign(options.issuer?.privateKey ?? privateKey);
  const certificate = der(0x30, body, sha256Rsa(), der(0x03, Buffer.from([0]), signature));
  return { certificate, name: options.issuer?.name ?? name, serial, privateKey };
}

/** A signed message with signed attributes (RFC 5652). `chunks`: BER, the content in pieces of indefinite length. */
export function buildCms(
  content: Buffer,
  signer: BuiltSigner,
  options: { chunks?: boolean; detached?: boolean; certificates?: readonly Buffer[] } = {},
): Buffer {
  const digest = createHash('sha256').update(content).digest();
  const attributes = [
    der(0x30, oid('2a864886f70d010903'), der(0x31, oid('2a864886f70d010701'))),
    der(0x30, oid('2a864886f70d010904'), der(0x31, der(0x04, digest))),
    der(0x30, oid('2a864886f70d010905'), der(0x31, der(0x17, Buffer.from('240102030405Z')))),
  ];
  const signature = createSign('sha256')
    .update(der(0x31, ...attributes))
    .sign(signer.privateKey);
  const info = der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x30, signer.name, signer.serial),
    sha256(),
    der(0xa0, ...attributes),
    sha256Rsa(),
    der(0x04, signature),
  );
  const data = options.detached
    ? der(0x30, oid('2a864886f70d010701'))
    : der(0x30, oid('2a864886f70d010701'), options.chunks ? chunked(content) : der(0xa0, der(0x04, content)));
  const signed = der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x31, sha256()),
    data,
    der(0xa0, signer.certificate, ...(options.certificates ?? [])),
    der(0x31, info),
  );
  return der(0x30, oid('2a864886f70d010702'), der(0xa0, signed));
}

function chunked(content: Buffer): Buffer {
  const half = Math.ceil(content.length / 2);
  const end = Buffer.from([0, 0]);
  const pieces = [der(0x04, content.subarray(0, half)), der(0x04, content.subarray(half))];
  return Buffer.concat([Buffer.from([0xa0, 0x80, 0x24, 0x80]), ...pieces, end, end]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const head = Buffer.alloc(6);
  head[0] = tag;
  head[1] = 0x84;
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, content]);
}
