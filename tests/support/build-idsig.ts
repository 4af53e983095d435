import { createHash, sign } from 'node:crypto';
import type { BuiltSigner } from './build-certificate.ts';

export interface IdsigOptions {
  readonly signer: BuiltSigner;
  /** Signature algorithm id; 0x0103: RSA, 0x0201: EC, 0x0301: DSA, all over SHA-256. */
  readonly algorithm?: number;
  /** A second signer, as for a key that was replaced. */
  readonly next?: BuiltSigner;
  readonly apkDigest?: Buffer;
  readonly additional?: Buffer;
  readonly withoutTree?: boolean;
  readonly version?: number;
}

/** Builds a v4 signature file over `apk` (source.android.com, "APK Signature Scheme v4"). */
export function buildIdsig(apk: Buffer, options: IdsigOptions): Buffer {
  const tree = treeOf(apk);
  const root = hash(tree.subarray(0, 4096));
  const hashing = Buffer.concat([number(1), Buffer.from([12]), prefixed(Buffer.alloc(0)), prefixed(root)]);
  const { signer, next, withoutTree, version = 2 } = options;
  const infos = Buffer.concat([
    signingInfo(apk.length, root, signer, options),
    ...(next ? [number(0x1b93ad61), prefixed(signingInfo(apk.length, root, next, options))] : []),
  ]);
  const head = Buffer.concat([number(version), prefixed(hashing), prefixed(infos)]);
  return Buffer.concat([head, prefixed(withoutTree ? Buffer.alloc(0) : tree)]);
}

function signingInfo(apkBytes: number, root: Buffer, signer: BuiltSigner, options: IdsigOptions): Buffer {
  const { algorithm = 0x0103, apkDigest = Buffer.alloc(32, 7), additional = Buffer.alloc(0) } = options;
  const fields = Buffer.concat([apkDigest, signer.certificate, additional].map(prefixed));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(apkBytes));
  const body = Buffer.concat([
    length,
    number(1),
    Buffer.from([12]),
    prefixed(Buffer.alloc(0)),
    prefixed(root),
    fields,
  ]);
  const signature = sign('sha256', Buffer.concat([number(body.length + 4), body]), signer.privateKey);
  return Buffer.concat([fields, prefixed(signer.publicKey), number(algorithm), prefixed(signature)]);
}

/** Levels of hashes over pages, the top first, each filled up to whole pages. */
function treeOf(bytes: Buffer): Buffer {
  const levels: Buffer[] = [];
  let below = bytes;
  do {
    const pages = Array.from({ length: Math.ceil(below.length / 4096) }, (_, at) =>
      hash(padded(below.subarray(at * 4096, (at + 1) * 4096))),
    );
    below = Buffer.concat(pages);
    levels.unshift(padded(below));
  } while (below.length > 4096);
  return Buffer.concat(levels);
}

function hash(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4096 - (bytes.length % 4096)) % 4096)]);
}

function prefixed(bytes: Buffer): Buffer {
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
