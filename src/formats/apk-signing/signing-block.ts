import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { u32 } from '../view.ts';
import type { Zip } from '../zip/zip.ts';
import { type BlockScheme, type BlockSigner, readBlockSigners } from './block-signer.ts';

export type SigningAnomalyCode =
  | 'block-size'
  | 'block-cut'
  | 'signer-cut'
  | 'certificate'
  | 'unknown-block'
  | 'duplicate-block'
  | 'too-many-signers';

/** A pair of the signing block. `value` is a view. */
export interface BlockPair {
  readonly id: number;
  /** What it is, where that is known: `v2`, `source-stamp`, `verity-padding`… */
  readonly name: string | undefined;
  readonly offset: number;
  readonly value: Buffer;
}

export interface SigningBlock {
  /** Of the block in the file. */
  readonly offset: number;
  readonly bytes: number;
  /** Of all schemes, in file order; of a scheme that stands twice the first block counts, as for Android. */
  readonly signers: readonly BlockSigner[];
  readonly pairs: readonly BlockPair[];
  readonly anomalies: readonly Anomaly<SigningAnomalyCode>[];
}

const MAGIC = 'APK Sig Block 42';
/** Block ids: source.android.com and AOSP's apksig, bundletool and Play. */
const names: ReadonlyMap<number, string> = new Map([
  [0x7109871a, 'v2'],
  [0xf05368c0, 'v3'],
  [0x1b93ad61, 'v3.1'],
  [0x2b09189e, 'source-stamp-v1'],
  [0x6dff800d, 'source-stamp-v2'],
  [0x42726577, 'verity-padding'],
  [0x504b4453, 'dependency-info'],
  [0x2146444e, 'play-frosting'],
  [0x71777777, 'walle-channel'],
  [0x881155ff, 'vasdolly-channel'],
]);
const schemes: readonly BlockScheme[] = ['v2', 'v3', 'v3.1'];
const MAX_BLOCK_BYTES = 64 * 1024 * 1024;
/** Android refuses more than ten v2 signers; one more is read so that this shows. */
const MAX_SIGNERS = 11;
const MAX_PAIRS = 1000;

/**
 * Reads the APK Signing Block in front of the central directory (source.android.com, "APK Signature Scheme v2", "APK
 * Signing Block"). Undefined: there is none. Never throws.
 */
export async function readSigningBlock(zip: Zip): Promise<SigningBlock | undefined> {
  const end = zip.directory.offset;
  if (end < 32) return undefined;
  const foot = await zip.source.read(end - 24, 24);
  if (foot.length < 24 || foot.toString('latin1', 8, 24) !== MAGIC) return undefined;
  const log = anomalyLog<SigningAnomalyCode>();
  const size = foot.readBigUInt64LE(0);
  if (size < 24n || size > BigInt(Math.min(end - 8, MAX_BLOCK_BYTES))) {
    log.add('block-size', `the signing block says it is ${size} bytes long`, { offset: end - 24 });
    return { offset: end - 24, bytes: 24, signers: [], pairs: [], anomalies: log.all };
  }
  const offset = end - Number(size) - 8;
  const block = await zip.source.read(offset, Number(size) + 8);
  if (block.readBigUInt64LE(0) !== size)
    log.add('block-size', `the block says ${block.readBigUInt64LE(0)} bytes in front and ${size} behind`, {
      offset,
    });
  const pairs = readPairs(block.subarray(8, block.length - 24), offset + 8, log);
  const signers = schemes.flatMap((scheme) => readScheme(scheme, pairs, log));
  return { offset, bytes: block.length, signers, pairs, anomalies: log.all };
}

type Log = ReturnType<typeof anomalyLog<SigningAnomalyCode>>;

function readPairs(body: Buffer, offset: number, log: Log): BlockPair[] {
  const pairs: BlockPair[] = [];
  const seen = new Set<number>();
  for (let at = 0; at < body.length && pairs.length < MAX_PAIRS; ) {
    const length = at + 8 <= body.length ? body.readBigUInt64LE(at) : -1n;
    if (length < 4n || length > BigInt(body.length - at - 8)) {
      log.add('block-cut', `a part of the signing block says it is ${length} bytes long`, {
        offset: offset + at,
      });
      break;
    }
    const next = at + 8 + Number(length);
    const id = u32(body, at + 8);
    const name = names.get(id);
    pairs.push({ id, name, offset: offset + at + 12, value: body.subarray(at + 12, next) });
    if (name === undefined)
      log.add('unknown-block', `a block of the unknown kind 0x${id.toString(16)}, ${next - at - 12} bytes`, {
        offset: offset + at,
      });
    if (seen.has(id))
      log.add('duplicate-block', `a second block of the kind ${name ?? `0x${id.toString(16)}`}`, {
        offset: offset + at,
      });
    seen.add(id);
    at = next;
  }
  return pairs;
}

function readScheme(scheme: BlockScheme, pairs: readonly BlockPair[], log: Log): BlockSigner[] {
  const pair = pairs.find((one) => one.name === scheme);
  if (!pair) return [];
  const where = { offset: pair.offset };
  const signers = readBlockSigners(scheme, pair.value, MAX_SIGNERS);
  if (!signers) log.add('signer-cut', `the list of ${scheme} signers ends early`, where);
  if (signers && signers.length === MAX_SIGNERS)
    log.add('too-many-signers', `more than ${MAX_SIGNERS - 1} ${scheme} signers`, where);
  for (const { cut } of signers ?? []) {
    if (cut.has('certificate'))
      log.add('certificate', `a certificate of a ${scheme} signer cannot be read`, where);
    if (['signer', 'signature', 'digest', 'attribute'].some((part) => (cut as Set<string>).has(part)))
      log.add('signer-cut', `a ${scheme} signer ends early`, where);
  }
  return signers ?? [];
}

/** The pair that counts for Android: the first of its kind. */
export function findPair(block: SigningBlock | undefined, name: string): BlockPair | undefined {
  return block?.pairs.find((pair) => pair.name === name);
}
