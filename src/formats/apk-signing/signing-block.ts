import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { type Certificate, readCertificate } from '../certificate.ts';
import { fits, u32 } from '../view.ts';
import type { Zip } from '../zip/zip.ts';

export type SigningAnomalyCode = 'block-size' | 'block-cut' | 'signer-cut' | 'certificate' | 'unknown-block';

export type BlockScheme = 'v2' | 'v3' | 'v3.1';

export interface BlockSigner {
  readonly scheme: BlockScheme;
  readonly certificates: readonly Certificate[];
  /** Android API levels this signer is for (v3 and v3.1). */
  readonly minSdk: number | undefined;
  readonly maxSdk: number | undefined;
  readonly digests: readonly { readonly algorithm: number; readonly digest: Buffer }[];
  readonly signatures: readonly { readonly algorithm: number; readonly signature: Buffer }[];
  readonly publicKey: Buffer;
  /** What the signatures are over. */
  readonly signedData: Buffer;
}

export interface SigningBlock {
  /** Of the block in the file. */
  readonly offset: number;
  readonly bytes: number;
  readonly signers: readonly BlockSigner[];
  /** Ids of all pairs found. */
  readonly ids: readonly number[];
  readonly anomalies: readonly Anomaly<SigningAnomalyCode>[];
}

const MAGIC = 'APK Sig Block 42';
const schemes = new Map<number, BlockScheme>([
  [0x7109871a, 'v2'],
  [0xf05368c0, 'v3'],
  [0x1b93ad61, 'v3.1'],
]);
/** Source stamps, verity padding, dependency metadata, Play frosting: known and without a signer of the app. */
const otherIds: ReadonlySet<number> = new Set([0x2b09189e, 0x6dff800d, 0x42726577, 0x504b4453, 0x2146444e]);
const MAX_BLOCK_BYTES = 64 * 1024 * 1024;
const MAX_SIGNERS = 10;

/**
 * Reads the APK Signing Block in front of the central directory (source.android.com, "APK Signature Scheme v2", "v3" and
 * "v3.1"). Undefined: there is none. Never throws.
 */
export async function readSigningBlock(zip: Zip): Promise<SigningBlock | undefined> {
  const end = zip.directory.offset;
  const foot = await zip.source.read(end - 24, 24);
  if (end < 32 || foot.length < 24 || foot.toString('latin1', 8, 24) !== MAGIC) return undefined;
  const log = anomalyLog<SigningAnomalyCode>();
  const size = foot.readBigUInt64LE(0);
  if (size < 24n || size > BigInt(Math.min(end - 8, MAX_BLOCK_BYTES))) {
    log.add('block-size', `the signing block says it is ${size} bytes long`, { offset: end - 24 });
    return { offset: end - 24, bytes: 24, signers: [], ids: [], anomalies: log.all };
  }
  const offset = end - Number(size) - 8;
  const block = await zip.source.read(offset, Number(size) + 8);
  if (block.readBigUInt64LE(0) !== size)
    log.add('block-size', `the block says ${block.readBigUInt64LE(0)} bytes in front and ${size} behind`, {
      offset,
    });
  const pairs = readPairs(block.subarray(8, block.length - 24), offset + 8, log);
  const signers = pairs.flatMap(({ id, value }) => {
    const scheme = schemes.get(id);
    if (scheme) return readSigners(scheme, value, log);
    if (!otherIds.has(id))
      log.add('unknown-block', `a block of the unknown kind 0x${id.toString(16)}, ${value.length} bytes`, {
        offset,
      });
    return [];
  });
  return { offset, bytes: block.length, signers, ids: pairs.map((pair) => pair.id), anomalies: log.all };
}

type Log = ReturnType<typeof anomalyLog<SigningAnomalyCode>>;

function readPairs(body: Buffer, offset: number, log: Log): { id: number; value: Buffer }[] {
  const pairs: { id: number; value: Buffer }[] = [];
  for (let at = 0; at + 12 <= body.length && pairs.length < 1000; ) {
    const length = body.readBigUInt64LE(at);
    if (length < 4n || length > BigInt(body.length - at - 8)) {
      log.add('block-cut', `a part of the signing block says it is ${length} bytes long`, {
        offset: offset + at,
      });
      break;
    }
    const next = at + 8 + Number(length);
    pairs.push({ id: u32(body, at + 8), value: body.subarray(at + 12, next) });
    at = next;
  }
  return pairs;
}

function readSigners(scheme: BlockScheme, value: Buffer, log: Log): BlockSigner[] {
  return splitPrefixed(takePrefixed(value, 0).bytes)
    .slice(0, MAX_SIGNERS)
    .map((signer) => readSigner(scheme, signer, log));
}

function readSigner(scheme: BlockScheme, signer: Buffer, log: Log): BlockSigner {
  const data = takePrefixed(signer, 0);
  const ranged = scheme !== 'v2';
  const signatures = takePrefixed(signer, data.next + (ranged ? 8 : 0));
  const publicKey = takePrefixed(signer, signatures.next);
  if (data.cut || signatures.cut || publicKey.cut) log.add('signer-cut', `a ${scheme} signer ends early`);
  const digests = takePrefixed(data.bytes, 0);
  const certificates = takePrefixed(data.bytes, digests.next);
  const parsed = splitPrefixed(certificates.bytes).slice(0, 20).map(readCertificate);
  if (parsed.includes(undefined))
    log.add('certificate', `a certificate of a ${scheme} signer cannot be read`);
  return {
    scheme,
    certificates: parsed.filter((certificate) => certificate !== undefined),
    minSdk: ranged ? u32(signer, data.next) : undefined,
    maxSdk: ranged ? u32(signer, data.next + 4) : undefined,
    digests: splitPrefixed(digests.bytes).map((item) => ({
      algorithm: u32(item, 0),
      digest: takePrefixed(item, 4).bytes,
    })),
    signatures: splitPrefixed(signatures.bytes).map((item) => ({
      algorithm: u32(item, 0),
      signature: takePrefixed(item, 4).bytes,
    })),
    publicKey: publicKey.bytes,
    signedData: data.bytes,
  };
}

/** Bytes after their 32-bit length; cut to what is there. */
function takePrefixed(bytes: Buffer, at: number): { bytes: Buffer; next: number; cut: boolean } {
  const length = u32(bytes, at);
  const cut = !fits(bytes, at, 4) || !fits(bytes, at + 4, length);
  return {
    bytes: bytes.subarray(at + 4, at + 4 + length),
    next: Math.min(bytes.length, at + 4 + length),
    cut,
  };
}

function splitPrefixed(bytes: Buffer): Buffer[] {
  const items: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length && items.length < 100; ) {
    const item = takePrefixed(bytes, at);
    if (item.cut) break;
    items.push(item.bytes);
    at = item.next;
  }
  return items;
}
