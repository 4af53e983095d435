import { constants, createHash, sign } from 'node:crypto';
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
  /** Signs for API level 33 and later with v3.1; v3 is then for the levels before. */
  readonly v31?: BuiltSigner;
  /** The level that v3 says v3.1 begins at, where it is not 33. */
  readonly saysRotation?: number;
  /** 0x0101: RSA-PSS, 0x0103: RSA, 0x0201: EC, 0x0301: DSA, all over chunks; 0x0421: RSA over a tree of pages. */
  readonly algorithm?: 0x0101 | 0x0103 | 0x0201 | 0x0301 | 0x0421;
  readonly stamp?: StampOptions;
}

/** A source stamp, version 2 (AOSP apksig, SourceStampSigner). */
export interface StampOptions {
  readonly signer: BuiltSigner;
  /** Seconds since 1970. */
  readonly time?: number;
  /** Signs another digest than that of the package. */
  readonly forged?: boolean;
  /** Another certificate's hash in the entry `stamp-cert-sha256`. */
  readonly hashOf?: BuiltSigner;
}

/** Builds a package and signs it, as Android's tools do (source.android.com, "APK Signature Scheme v2", "v3"). */
export function signApk(entries: readonly BuiltEntry[], options: SignOptions): Buffer {
  const { v2, v3, v31, stamp } = options;
  const stamped = stamp ? [...entries, stampEntry(stamp)] : entries;
  const plain = buildZip(
    options.v1 ? [...stamped, ...jarEntries(stamped, options.v1, options.v1Says)] : stamped,
  );
  if (!v2 && !v3 && !v31) return plain;
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
    ...(v2 ? [pair(0x7109871a, signerBlock(v2, algorithm, digest, [], []))] : []),
    ...(v3
      ? [pair(0xf05368c0, signerBlock(v3, algorithm, digest, v3Attributes(options), [28, v31 ? 32 : NEWEST]))]
      : []),
    ...(v31
      ? [pair(0x1b93ad61, signerBlock(v31, algorithm, digest, lineageAttribute(options), [33, NEWEST]))]
      : []),
    ...(stamp ? [pair(0x6dff800d, stampBlock(stamp, algorithm, digest, options))] : []),
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

const NEWEST = 0x7fffffff;

/** v3 carries the history, or, where v3.1 carries it, says from which level on that one counts. */
function v3Attributes(options: SignOptions): Buffer[] {
  if (!options.v31) return lineageAttribute(options);
  return [prefixed(Buffer.concat([number(0x559f8b02), number(options.saysRotation ?? 33)]))];
}

function stampEntry({ signer, hashOf = signer }: StampOptions): BuiltEntry {
  return { name: 'stamp-cert-sha256', content: Buffer.from(hashOf.sha256, 'hex') };
}

function stampBlock(stamp: StampOptions, algorithm: number, digest: Buffer, { v2, v3 }: SignOptions): Buffer {
  const kind = algorithm === 0x0421 ? 3 : 1;
  const said = stamp.forged ? Buffer.alloc(digest.length) : digest;
  const contents = prefixed(Buffer.concat([number(kind), prefixed(said)]));
  const signed = (data: Buffer): Buffer =>
    prefixed(prefixed(Buffer.concat([number(0x0103), prefixed(signWith(stamp.signer, 0x0103, data))])));
  const schemes = [...(v2 ? [2] : []), ...(v3 ? [3] : [])].map((scheme) =>
    prefixed(Buffer.concat([number(scheme), signed(contents)])),
  );
  const time = Buffer.alloc(8);
  time.writeBigInt64LE(BigInt(stamp.time ?? 1_700_000_000));
  const attributes = prefixed(prefixed(Buffer.concat([number(0xe43c5946), time])));
  return prefixed(
    Buffer.concat([
      prefixed(stamp.signer.certificate),
      prefixed(Buffer.concat(schemes)),
      prefixed(attributes),
      signed(attributes),
    ]),
  );
}

function signWith({ privateKey }: BuiltSigner, algorithm: number, data: Buffer): Buffer {
  if (algorithm !== 0x0101) return sign('sha256', data, privateKey);
  return sign('sha256', data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
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
  sdks: readonly number[],
): Buffer {
  const levels = sdks.map(number);
  const signed = Buffer.concat([
    prefixed(prefixed(Buffer.concat([number(algorithm), prefixed(digest)]))),
    prefixed(prefixed(signer.certificate)),
    ...levels,
    prefixed(Buffer.concat(attributes)),
  ]);
  const signature = Buffer.concat([number(algorithm), prefixed(signWith(signer, algorithm, signed))]);
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
