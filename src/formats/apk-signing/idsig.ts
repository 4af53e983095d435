import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { type Certificate, readCertificate } from '../certificate.ts';
import { fits, u8, u32 } from '../view.ts';
import { type PartReader, readParts, unlessCut } from './length-prefixed.ts';

export type IdsigAnomalyCode = 'version' | 'hashing' | 'signers-size' | 'cut' | 'tree-cut' | 'trailing-data';

/** One signer of a v4 signature. Buffers are views. */
export interface IdsigSigner {
  /** Id of its block; undefined: the first, which every version of Android since 11 reads. */
  readonly blockId: number | undefined;
  /** The content digest in the APK's own v2 or v3 signature: what ties this file to an APK. */
  readonly apkDigest: Buffer;
  readonly certificateDer: Buffer;
  /** Undefined: the bytes are none. */
  readonly certificate: Certificate | undefined;
  /** Free bytes that the signature covers; Android's tools leave them out. */
  readonly additionalData: Buffer;
  readonly publicKey: Buffer;
  readonly algorithm: number;
  readonly signature: Buffer;
}

/** An APK Signature Scheme v4 file, `.idsig` (source.android.com, "APK Signature Scheme v4"), as far as it could be read. */
export interface Idsig {
  readonly version: number;
  /** 1: SHA-256. */
  readonly hashAlgorithm: number;
  /** Binary logarithm of the page size: 12 for 4096 bytes. */
  readonly log2BlockBytes: number;
  readonly salt: Buffer;
  /** Of the tree of hashes over all pages of the APK file. */
  readonly rootHash: Buffer;
  readonly signers: readonly IdsigSigner[];
  /** The tree itself; undefined: it is not in the file. */
  readonly tree: Buffer | undefined;
  readonly anomalies: readonly Anomaly<IdsigAnomalyCode>[];
}

const VERSION = 2;
const SHA256 = 1;
const PAGE_BITS = 12;
/** The kernel keeps no more. */
const MAX_SIGNERS_BYTES = 7168;
const MAX_SIGNERS = 16;
const MAX_HASHING_BYTES = 256;

/** True where the beginning of a file has the form of a v4 signature; there is no magic number. */
export function isIdsig(head: Buffer): boolean {
  const version = u32(head, 0);
  const hashing = u32(head, 4);
  if (version < 1 || version > 15 || hashing < 13 || hashing > MAX_HASHING_BYTES) return false;
  const [algorithm, bits, salt] = [u32(head, 8), u8(head, 12), u32(head, 13)];
  if (algorithm < 1 || algorithm > 15 || bits < 10 || bits > 16 || salt > 64) return false;
  const root = u32(head, 17 + salt);
  if (root < 20 || root > 64 || 13 + salt + root !== hashing) return false;
  const at = 8 + hashing;
  const digest = u32(head, at + 4);
  if (u32(head, at) < 24 || digest > 64 || !fits(head, at + 12 + digest, 1)) return false;
  const certificate = u32(head, at + 8 + digest);
  return certificate < u32(head, at) && u8(head, at + 12 + digest) === 0x30;
}

/** Reads a v4 signature. Undefined: the bytes have not its form. Never throws. */
export function readIdsig(bytes: Buffer): Idsig | undefined {
  if (!isIdsig(bytes)) return undefined;
  const log = anomalyLog<IdsigAnomalyCode>();
  const reader = readParts(bytes);
  const version = reader.number();
  const hashing = readParts(reader.part());
  const [hashAlgorithm, log2BlockBytes] = [hashing.number(), hashing.byte()];
  const [salt, rootHash] = [hashing.part(), hashing.part()];
  if (version !== VERSION)
    log.add('version', `version ${version}, where Android knows ${VERSION} only`, { offset: 0 });
  if (hashAlgorithm !== SHA256 || log2BlockBytes !== PAGE_BITS || rootHash.length !== 32 || salt.length > 32)
    log.add(
      'hashing',
      `hash algorithm ${hashAlgorithm} over pages of 2^${log2BlockBytes} bytes, root hash of ${rootHash.length} bytes, salt of ${salt.length} bytes`,
      { offset: 8 },
    );
  const at = bytes.length - reader.left;
  const infos = unlessCut(() => reader.part());
  if (!infos) log.add('cut', 'the list of signers reaches past the end of the file', { offset: at });
  const signers = readSigners(infos ?? bytes.subarray(at + 4), at + 4, log);
  const tree = infos && readTree(reader, bytes, log);
  const read = { version, hashAlgorithm, log2BlockBytes, salt, rootHash, signers, tree };
  return { ...read, anomalies: log.all };
}

type Log = ReturnType<typeof anomalyLog<IdsigAnomalyCode>>;

function readSigners(infos: Buffer, offset: number, log: Log): IdsigSigner[] {
  if (infos.length > MAX_SIGNERS_BYTES)
    log.add('signers-size', `${infos.length} bytes of signers, where Android takes ${MAX_SIGNERS_BYTES}`, {
      offset,
    });
  const reader = readParts(infos);
  const signers: IdsigSigner[] = [];
  while (signers.length < MAX_SIGNERS && (signers.length === 0 || reader.left > 0)) {
    const at = offset + infos.length - reader.left;
    const signer = unlessCut(() => {
      if (signers.length === 0) return readSigner(reader, undefined);
      const blockId = reader.number();
      return readSigner(readParts(reader.part()), blockId);
    });
    if (!signer) {
      log.add('cut', `signer ${signers.length + 1} ends early`, { offset: at });
      break;
    }
    signers.push(signer);
  }
  return signers;
}

function readSigner(reader: PartReader, blockId: number | undefined): IdsigSigner {
  const [apkDigest, certificateDer, additionalData] = [reader.part(), reader.part(), reader.part()];
  const [publicKey, algorithm, signature] = [reader.part(), reader.number(), reader.part()];
  const certificate = readCertificate(certificateDer);
  return {
    ...{ blockId, apkDigest, certificateDer, certificate },
    ...{ additionalData, publicKey, algorithm, signature },
  };
}

function readTree(reader: PartReader, bytes: Buffer, log: Log): Buffer | undefined {
  if (reader.left === 0) return undefined;
  const offset = bytes.length - reader.left;
  const tree = unlessCut(() => reader.part());
  if (!tree) log.add('tree-cut', 'the tree of hashes is cut', { offset });
  else if (reader.left > 0)
    log.add('trailing-data', `${reader.left} bytes after the tree of hashes`, {
      offset: bytes.length - reader.left,
    });
  return tree && tree.length > 0 ? tree : undefined;
}
