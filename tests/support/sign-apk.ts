import { createHash, sign } from 'node:crypto';
import { type BuiltSigner, buildSignedData } from './build-certificate.ts';
import { type BuiltEntry, buildZip } from './build-zip.ts';

export interface SignOptions {
  readonly v1?: BuiltSigner;
  /** What the v1 signature file says of newer schemes: `2, 3`. */
  readonly v1Says?: string;
  readonly v2?: BuiltSigner;
  readonly v3?: BuiltSigner;
  /** Former signers, oldest first, ending with the one of v3. */
  readonly lineage?: readonly BuiltSigner[];
  /** Signs the history with another key than that of the certificate before. */
  readonly forgeLineage?: boolean;
  /** 0x0103: RSA over chunks; 0x0421: RSA over a tree of pages. */
  readonly algorithm?: 0x0103 | 0x0421;
}

/** Builds a package and signs it, as Android's tools do (source.android.com, "APK Signature Scheme v2", "v3"). */
export function signApk(entries: readonly BuiltEntry[], options: SignOptions): Buffer {
  const plain = buildZip(
    options.v1 ? [...entries, ...jarEntries(entries, options.v1, options.v1Says)] : entries,
  );
  const { v2, v3 } = options;
  if (!v2 && !v3) return plain;
  const end = plain.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const directory = plain.readUInt32LE(end + 16);
  const algorithm = options.algorithm ?? 0x0103;
  const pageSize = algorithm === 0x0421 ? 4096 : 1;
  const before = padTo(plain.subarray(0, directory), pageSize);
  const central = plain.subarray(directory, end);
  const tail = Buffer.from(plain.subarray(end));
  tail.writeUInt32LE(before.length, 16);
  const digest =
    algorithm === 0x0421 ? digestPages([before, central, tail]) : digestChunks([before, central, tail]);
  const pairs = [
    ...(v2 ? [pair(0x7109871a, signerBlock(v2, algorithm, digest, [], false))] : []),
    ...(v3 ? [pair(0xf05368c0, signerBlock(v3, algorithm, digest, lineageAttribute(options), true))] : []),
  ];
  const block = wrapPairs(pairs, pageSize);
  tail.writeUInt32LE(before.length + block.length, 16);
  return Buffer.concat([before, block, central, tail]);
}

function jarEntries(
  entries: readonly BuiltEntry[],
  signer: BuiltSigner,
  says: string | undefined,
): BuiltEntry[] {
  const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');
  const sections = entries.map(
    ({ name, content }) => `Name: ${name}\r\nSHA-256-Digest: ${hash(content)}\r\n\r\n`,
  );
  const manifest = Buffer.from(`Manifest-Version: 1.0\r\n\r\n${sections.join('')}`);
  const digests = entries.map(
    ({ name }, at) => `Name: ${name}\r\nSHA-256-Digest: ${hash(Buffer.from(sections[at]!))}\r\n\r\n`,
  );
  const line = says === undefined ? '' : `X-Android-APK-Signed: ${says}\r\n`;
  const head = `Signature-Version: 1.0\r\n${line}SHA-256-Digest-Manifest: ${hash(manifest)}\r\n\r\n`;
  const file = Buffer.from(head + digests.join(''));
  return [
    { name: 'META-INF/MANIFEST.MF', content: manifest },
    { name: 'META-INF/A.SF', content: file },
    { name: 'META-INF/A.RSA', content: buildSignedData(signer, file) },
  ];
}

function lineageAttribute({ lineage, forgeLineage }: SignOptions): Buffer[] {
  if (!lineage) return [];
  const nodes = lineage.map((signer, at) => {
    const parent = lineage[forgeLineage ? at : at - 1];
    const signed = Buffer.concat([prefixed(signer.certificate), number(at === 0 ? 0 : 0x0103)]);
    const signature = parent && at > 0 ? sign('sha256', signed, parent.privateKey) : Buffer.alloc(0);
    return prefixed(Buffer.concat([prefixed(signed), number(0x17), number(0x0103), prefixed(signature)]));
  });
  return [prefixed(Buffer.concat([number(0x3ba06f8c), number(1), ...nodes]))];
}

function signerBlock(
  signer: BuiltSigner,
  algorithm: number,
  digest: Buffer,
  attributes: readonly Buffer[],
  ranged: boolean,
): Buffer {
  const levels = ranged ? [number(28), number(0x7fffffff)] : [];
  const signed = Buffer.concat([
    prefixed(prefixed(Buffer.concat([number(algorithm), prefixed(digest)]))),
    prefixed(prefixed(signer.certificate)),
    ...levels,
    prefixed(Buffer.concat(attributes)),
  ]);
  const signature = Buffer.concat([number(algorithm), prefixed(sign('sha256', signed, signer.privateKey))]);
  const one = Buffer.concat([
    prefixed(signed),
    ...levels,
    prefixed(prefixed(signature)),
    prefixed(signer.publicKey),
  ]);
  return prefixed(prefixed(one));
}

function pair(id: number, value: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(value.length + 4));
  return Buffer.concat([size, number(id), value]);
}

/** With a padding block, so that the whole has a multiple of `pageSize` bytes. */
function wrapPairs(pairs: readonly Buffer[], pageSize: number): Buffer {
  const bare = pairs.reduce((sum, one) => sum + one.length, 0) + 32;
  const missing = pageSize === 1 ? 0 : pageSize - ((bare + 12) % pageSize);
  const body = pageSize === 1 ? pairs : [...pairs, pair(0x42726577, Buffer.alloc(missing))];
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(Buffer.concat(body).length + 24));
  return Buffer.concat([size, ...body, size, Buffer.from('APK Sig Block 42')]);
}

function digestChunks(sections: readonly Buffer[]): Buffer {
  const digests = sections.map((section) =>
    createHash('sha256')
      .update(Buffer.from([0xa5]))
      .update(number(section.length))
      .update(section)
      .digest(),
  );
  const head = Buffer.concat([Buffer.from([0x5a]), number(digests.length)]);
  return createHash('sha256').update(head).update(Buffer.concat(digests)).digest();
}

/** Fit for contents of up to 128 pages: one level of hashes. */
function digestPages(sections: readonly Buffer[]): Buffer {
  const all = Buffer.concat(sections);
  const salted = (page: Buffer): Buffer =>
    createHash('sha256').update(Buffer.alloc(8)).update(padTo(page, 4096)).digest();
  const hashes: Buffer[] = [];
  for (let at = 0; at < all.length; at += 4096) hashes.push(salted(all.subarray(at, at + 4096)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(all.length));
  return Buffer.concat([salted(Buffer.concat(hashes)), length]);
}

function padTo(bytes: Buffer, size: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((size - (bytes.length % size)) % size)]);
}

function prefixed(bytes: Buffer): Buffer {
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
