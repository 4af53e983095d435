import { createHash } from 'node:crypto';
import { checkSignature, hashInSignature, normaliseKey, type SignatureVerdict } from '../check-signature.ts';
import { readDer, readDerChildren } from '../der.ts';
import { describeKey } from '../describe-key.ts';
import type { Idsig, IdsigSigner } from './idsig.ts';
import { checkIdsigTree, type TreeCheck } from './idsig-tree.ts';
import { algorithmOf, paddingOf } from './signature-algorithms.ts';

/** `verified`: the signature holds, for an APK of `apkBytes` · `broken`: it does not · `not-checked`: see `reason`. */
export interface IdsigSignerCheck {
  readonly verdict: 'verified' | 'broken' | 'not-checked';
  readonly reason: string;
}

export interface IdsigVerdict {
  readonly tree: TreeCheck;
  /** Length of the APK that was signed, bytes; undefined: it could not be found. */
  readonly apkBytes: number | undefined;
  /** One for each signer of the file. */
  readonly signers: readonly IdsigSignerCheck[];
}

const PAGE_BYTES = 4096;
/** Signers whose signature is tried with all lengths: Android writes one, or two where the key was replaced. */
const MAX_TRIED = 2;

/**
 * Checks the signatures of a v4 file without its APK. What is signed begins with the length of the APK, which the file
 * does not say: the tree of hashes gives it up to a page, and the 4096 lengths left are tried. `apkBytes`: the length,
 * where it is known. Whether an APK has these hashes is not checked here. Never throws.
 */
export function verifyIdsig(idsig: Idsig, apkBytes?: number): IdsigVerdict {
  const tree = checkIdsigTree(idsig);
  const lengths = apkBytes === undefined ? possibleLengths(tree) : [apkBytes];
  const found = findLength(idsig, lengths);
  const signers = idsig.signers.map((signer) => checkSigner(idsig, signer, lengths, found));
  return { tree, apkBytes: found, signers };
}

function possibleLengths({ pages }: TreeCheck): number[] {
  if (pages === undefined || pages === 0) return [];
  const last = pages * PAGE_BYTES;
  return Array.from({ length: PAGE_BYTES }, (_, at) => last - PAGE_BYTES + 1 + at);
}

/** The length for which one of the signatures holds. */
function findLength(idsig: Idsig, lengths: readonly number[]): number | undefined {
  for (const signer of idsig.signers.slice(0, MAX_TRIED)) {
    if (lengths.length > 1 && !isQuick(signer)) continue;
    const holds = lengthTest(idsig, signer);
    const length = holds && lengths.find(holds);
    if (length !== undefined) return length;
  }
  return undefined;
}

/** Says of a length whether the signature can hold for it. Undefined: it holds for none. */
function lengthTest(idsig: Idsig, signer: IdsigSigner): ((apkBytes: number) => boolean) | undefined {
  const algorithm = algorithmOf(signer.algorithm);
  if (algorithm?.key === 'rsa' && !algorithm.pss) {
    // The signed hash stands in the signature: no length needs the key again.
    const { hash } = algorithm;
    const expected = hashInSignature(signer.publicKey, createHash(hash).digest().length, signer.signature);
    const data = signedData(idsig, signer);
    return (
      expected && ((apkBytes) => createHash(hash).update(setLength(data, apkBytes)).digest().equals(expected))
    );
  }
  const check = signatureCheck(idsig, signer);
  const first = check?.(0);
  return check && (first === 'holds' || first === 'fails')
    ? (apkBytes) => check(apkBytes) === 'holds'
    : undefined;
}

function setLength(data: Buffer, apkBytes: number): Buffer {
  data.writeBigUInt64LE(BigInt(apkBytes), 4);
  return data;
}

function checkSigner(
  idsig: Idsig,
  signer: IdsigSigner,
  lengths: readonly number[],
  found: number | undefined,
): IdsigSignerCheck {
  const say = (verdict: IdsigSignerCheck['verdict'], reason: string): IdsigSignerCheck => ({
    verdict,
    reason,
  });
  if (!signer.certificate) return say('broken', 'the certificate cannot be read');
  if (!signer.publicKey.equals(normaliseKey(signer.certificate.publicKeyDer)))
    return say('broken', 'the key beside the signature is not that of the certificate');
  const check = signatureCheck(idsig, signer);
  if (!check)
    return say('not-checked', `signature algorithm 0x${signer.algorithm.toString(16)} is not known`);
  const [first] = lengths;
  if (first === undefined)
    return say('not-checked', 'the length of the APK is signed too, and nothing in this file gives it');
  const verdict = check(found ?? first);
  if (verdict === 'holds') return say('verified', 'the signature holds over all that this file says');
  if (verdict === 'bad-key') return say('broken', 'the key cannot be used with this algorithm');
  if (verdict === 'exception') return say('broken', 'the signature does not even have the right form');
  const tried = idsig.signers.indexOf(signer) < MAX_TRIED && isQuick(signer);
  if (found === undefined && lengths.length > 1 && !tried)
    return say('not-checked', 'its key is of an unusual kind, so that not every possible length was tried');
  return say('broken', 'the signature does not match what is signed');
}

/** Checks one signature for an APK of a given length. Undefined: its algorithm is not known. */
function signatureCheck(
  idsig: Idsig,
  signer: IdsigSigner,
): ((apkBytes: number) => SignatureVerdict) | undefined {
  const algorithm = algorithmOf(signer.algorithm);
  if (!algorithm) return undefined;
  const parameters = { hash: algorithm.hash, key: algorithm.key, ...paddingOf(algorithm) };
  const data = signedData(idsig, signer);
  return (apkBytes) =>
    checkSignature(signer.publicKey, parameters, setLength(data, apkBytes), signer.signature);
}

/** What a signature is over, with room for the length of the APK at byte 4 (AOSP apksig, V4Signature.getSignedData). */
function signedData(idsig: Idsig, signer: IdsigSigner): Buffer {
  const head = Buffer.alloc(17);
  head.writeUInt32LE(idsig.hashAlgorithm, 12);
  head[16] = idsig.log2BlockBytes;
  const parts = [idsig.salt, idsig.rootHash, signer.apkDigest, signer.certificateDer, signer.additionalData];
  const data = Buffer.concat([head, ...parts.flatMap((part) => [lengthOf(part), part])]);
  data.writeUInt32LE(data.length, 0);
  return data;
}

function lengthOf(part: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(part.length);
  return bytes;
}

const quickCurves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** True of keys with which 4096 checks take seconds at most; a key made to be slow is not tried so often. */
function isQuick({ publicKey }: IdsigSigner): boolean {
  const key = describeKey(publicKey);
  if (!key) return false;
  if (key.kind === 'ec') return quickCurves.has(key.curve ?? '');
  if (key.kind === 'dsa') return (key.bits ?? Infinity) <= 3072;
  return (key.bits ?? Infinity) <= 4096 && exponentBytes(publicKey) <= 5;
}

/** How long the public exponent of an RSA key is (RFC 8017, appendix A.1.1). */
function exponentBytes(publicKey: Buffer): number {
  const outer = readDer(publicKey);
  const bits = outer && readDerChildren(outer, 2)[1];
  const inner = bits && readDer(bits.content, 1);
  return (inner && readDerChildren(inner, 2)[1]?.content.length) ?? Infinity;
}
