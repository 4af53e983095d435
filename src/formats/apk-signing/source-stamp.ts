import { createHash } from 'node:crypto';
import { type Certificate, readCertificate } from '../certificate.ts';
import { checkSignature } from '../check-signature.ts';
import { CutShort, type PartReader, readParts } from './length-prefixed.ts';
import { type LineageNode, readLineage } from './lineage.ts';
import { algorithmOf, chooseSignatures, paddingOf } from './signature-algorithms.ts';
import { type IssueLog, issueLog, type SigningIssue } from './signing-issue.ts';
import type { Range } from './verify-block-signer.ts';

/** Ids under which a stamp signs the digests of each scheme: 1, 2, 3 → digests, as the stamp wants them encoded. */
export type SchemeDigests = ReadonlyMap<number, Buffer>;

/** A shop's stamp on an app (developer.android.com, "Source stamp"): who handed it out, and when it was stamped. */
export interface SourceStamp {
  readonly version: 1 | 2;
  readonly verified: boolean;
  readonly certificate: Certificate | undefined;
  /** Seconds since 1970, where the stamp says it. */
  readonly timestamp: number | undefined;
  readonly lineage: readonly LineageNode[];
  readonly issues: readonly SigningIssue[];
}

export const STAMP_HASH_ENTRY = 'stamp-cert-sha256';
const PROOF_OF_ROTATION = 0x9d6303f7;
const STAMP_TIME = 0xe43c5946;
const MAX_ITEMS = 100;
/** A stamp covers v1 to v3; v3.1 came after it and is left out by Android's verifier. */
const COVERED = 3;

/** Reads and checks a stamp. `hash` is what the entry `stamp-cert-sha256` holds. Never throws. */
export function verifySourceStamp(
  version: 1 | 2,
  value: Buffer,
  hash: Buffer,
  digests: SchemeDigests,
  range: Range,
): SourceStamp {
  const log = issueLog();
  const state: { certificate?: Certificate; timestamp?: number; lineage: readonly LineageNode[] } = {
    lineage: [],
  };
  try {
    const reader = readParts(readParts(value).part());
    const der = reader.part();
    const certificate = readCertificate(der);
    if (certificate) state.certificate = certificate;
    if (!certificate) log.error('source-stamp-malformed-certificate');
    else if (!createHash('sha256').update(der).digest().equals(hash))
      log.error('source-stamp-certificate-mismatch-between-signature-block-and-apk');
    else if (version === 1) {
      const best = digests.get(3) ?? digests.get(2) ?? digests.get(1) ?? Buffer.alloc(0);
      checkStampSignature(best, reader.part(), certificate, range, log);
    } else Object.assign(state, checkStampV2(reader, certificate, digests, range, log));
  } catch (error) {
    if (!(error instanceof CutShort)) throw error;
    log.error('source-stamp-malformed-signature');
  }
  return {
    version,
    verified: !log.failed,
    certificate: state.certificate,
    timestamp: state.timestamp,
    lineage: state.lineage,
    issues: log.all,
  };
}

function checkStampV2(
  reader: PartReader,
  certificate: Certificate,
  digests: SchemeDigests,
  range: Range,
  log: IssueLog,
): { timestamp?: number; lineage?: readonly LineageNode[] } {
  const signed = new Map<number, Buffer>();
  const schemes = readParts(reader.part());
  while (schemes.left > 0 && signed.size < MAX_ITEMS) {
    const scheme = readParts(schemes.part());
    signed.set(scheme.number(), scheme.part());
  }
  for (const [scheme, digest] of digests) {
    if (scheme > COVERED) continue;
    const signatures = signed.get(scheme);
    if (!signatures) log.error('source-stamp-no-signature', `v${scheme}`);
    else checkStampSignature(digest, signatures, certificate, range, log);
    if (log.failed) return {};
  }
  if (reader.left === 0) return {};
  const attributes = reader.part();
  checkStampSignature(attributes, reader.part(), certificate, range, log);
  return log.failed ? {} : readAttributes(attributes, certificate, log);
}

function checkStampSignature(
  data: Buffer,
  signatures: Buffer,
  certificate: Certificate,
  range: Range,
  log: IssueLog,
): void {
  const reader = readParts(signatures);
  const known: { algorithm: NonNullable<ReturnType<typeof algorithmOf>>; signature: Buffer }[] = [];
  for (let count = 0; reader.left > 0 && count < MAX_ITEMS; count++) {
    const item = readParts(reader.part());
    const algorithm = algorithmOf(item.number());
    const signature = item.part();
    if (algorithm) known.push({ algorithm, signature });
  }
  if (known.length === 0) {
    log.error('source-stamp-no-signature');
    return;
  }
  const chosen = chooseSignatures(known, range, 'cryptoMinSdk');
  if (!chosen) {
    log.error('source-stamp-no-supported-signature');
    return;
  }
  for (const { algorithm, signature } of chosen) {
    const parameters = { hash: algorithm.hash, key: algorithm.key, ...paddingOf(algorithm) };
    const verdict = checkSignature(certificate.publicKeyDer, parameters, data, signature);
    if (verdict === 'fails') {
      log.error('source-stamp-did-not-verify');
      return;
    }
    if (verdict !== 'holds') {
      log.error('source-stamp-verify-exception');
      return;
    }
  }
}

function readAttributes(
  bytes: Buffer,
  certificate: Certificate,
  log: IssueLog,
): { timestamp?: number; lineage?: readonly LineageNode[] } {
  const attributes = readParts(readParts(bytes).part());
  const found: { timestamp?: number; lineage?: readonly LineageNode[] } = {};
  for (let count = 0; attributes.left > 0 && count < MAX_ITEMS; count++) {
    const attribute = readParts(attributes.part());
    const id = attribute.number();
    const value = attribute.rest();
    if (id === STAMP_TIME) {
      const time = value.length >= 8 ? Number(value.readBigInt64LE(0)) : 0;
      if (time > 0) found.timestamp = time;
      else log.error('source-stamp-invalid-timestamp', `${time}`);
    } else if (id === PROOF_OF_ROTATION) found.lineage = readStampLineage(value, certificate, log);
  }
  return found;
}

function readStampLineage(value: Buffer, certificate: Certificate, log: IssueLog): readonly LineageNode[] {
  const { state, nodes } = readLineage(value);
  if (state === 'malformed') log.error('source-stamp-malformed-lineage');
  else if (state === 'broken') log.error('source-stamp-por-did-not-verify');
  else if (nodes.at(-1)?.certificate.sha256 !== certificate.sha256)
    log.error('source-stamp-por-cert-mismatch');
  return nodes;
}

/** Content digests as a stamp signs them: pairs of the digest's id and its bytes, by id. */
export function encodeDigests(digests: ReadonlyMap<number, Buffer>): Buffer {
  const pairs = [...digests].sort(([a], [b]) => a - b);
  return Buffer.concat(
    pairs.map(([id, digest]) => {
      const head = Buffer.alloc(12);
      head.writeUInt32LE(8 + digest.length, 0);
      head.writeUInt32LE(id, 4);
      head.writeUInt32LE(digest.length, 8);
      return Buffer.concat([head, digest]);
    }),
  );
}
