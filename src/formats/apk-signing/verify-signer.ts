import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ByteSource } from '../source.ts';
import { streamRange } from '../source.ts';
import type { Zip } from '../zip/zip.ts';
import type { BlockSigner, SigningBlock } from './signing-block.ts';

/**
 * `verified`: signature, public key and contents agree · `broken`: one of them does not, see `reason` ·
 * `not-checked`: no algorithm among the signer's that is implemented here.
 */
export interface SignerCheck {
  readonly verdict: 'verified' | 'broken' | 'not-checked';
  readonly reason: string;
}

interface Algorithm {
  readonly hash: 'sha256' | 'sha512';
  readonly padding?: number;
  readonly saltLength?: number;
  /** Contents are hashed as a Merkle tree of 4 KiB pages, which this version does not do. */
  readonly verity?: boolean;
}

/** Signature algorithm ids of APK Signature Scheme v2, weakest last. */
const algorithms = new Map<number, Algorithm>([
  [0x0104, { hash: 'sha512', padding: constants.RSA_PKCS1_PADDING }],
  [0x0102, { hash: 'sha512', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }],
  [0x0202, { hash: 'sha512' }],
  [0x0103, { hash: 'sha256', padding: constants.RSA_PKCS1_PADDING }],
  [0x0101, { hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  [0x0201, { hash: 'sha256' }],
  [0x0301, { hash: 'sha256' }],
  [0x0421, { hash: 'sha256', padding: constants.RSA_PKCS1_PADDING, verity: true }],
  [0x0423, { hash: 'sha256', verity: true }],
  [0x0425, { hash: 'sha256', verity: true }],
]);

/** Checks one v2, v3 or v3.1 signer: its signature, that the key is its certificate's, and the digest of the contents. */
export async function verifySigner(
  zip: Zip,
  block: SigningBlock,
  signer: BlockSigner,
  digestContents: ContentDigests,
): Promise<SignerCheck> {
  const known = [...algorithms].filter(([id]) =>
    signer.signatures.some((signature) => signature.algorithm === id),
  );
  const [id, algorithm] = known.find(([, candidate]) => !candidate.verity) ?? known[0] ?? [];
  if (id === undefined || !algorithm)
    return { verdict: 'not-checked', reason: 'no signature algorithm known here' };
  const { signature } = signer.signatures.find((item) => item.algorithm === id)!;
  if (!signer.certificates[0]?.publicKeyDer.equals(signer.publicKey))
    return { verdict: 'broken', reason: 'the signing key is not the one of the certificate' };
  const holds = checkSignature(signer, signature, algorithm);
  if (holds === undefined) return { verdict: 'not-checked', reason: 'the signing key cannot be used here' };
  if (!holds) return { verdict: 'broken', reason: 'the signature does not match what is signed' };
  if (!sameAlgorithms(signer))
    return { verdict: 'broken', reason: 'digests and signatures name different algorithms' };
  if (algorithm.verity)
    return { verdict: 'not-checked', reason: 'contents are signed as a page tree, which is not checked' };
  const expected = signer.digests.find((digest) => digest.algorithm === id);
  const actual = await digestContents(zip, block, algorithm.hash);
  return expected?.digest.equals(actual)
    ? { verdict: 'verified', reason: 'signature and contents agree' }
    : { verdict: 'broken', reason: 'the contents were changed after signing' };
}

function checkSignature(signer: BlockSigner, signature: Buffer, algorithm: Algorithm): boolean | undefined {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: signer.publicKey, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
  const options = {
    key,
    ...(algorithm.padding === undefined ? {} : { padding: algorithm.padding }),
    ...(algorithm.saltLength === undefined ? {} : { saltLength: algorithm.saltLength }),
  };
  try {
    return verify(algorithm.hash, signer.signedData, options, signature);
  } catch {
    return undefined;
  }
}

function sameAlgorithms(signer: BlockSigner): boolean {
  const digests = signer.digests.map((digest) => digest.algorithm).join();
  return digests === signer.signatures.map((signature) => signature.algorithm).join();
}

type ContentDigests = (zip: Zip, block: SigningBlock, hash: 'sha256' | 'sha512') => Promise<Buffer>;

/** Digests the contents once per hash, however many signers there are. */
export function contentDigests(): ContentDigests {
  const done = new Map<string, Promise<Buffer>>();
  return (zip, block, hash) => {
    const known = done.get(hash) ?? digestSections(zip, block, hash);
    done.set(hash, known);
    return known;
  };
}

const CHUNK_BYTES = 1024 * 1024;

/** "Integrity-protected contents": 1 MiB chunks of all but the block, the end record pointing at where the block begins. */
async function digestSections(zip: Zip, block: SigningBlock, hash: 'sha256' | 'sha512'): Promise<Buffer> {
  const { offset, endOffset } = zip.directory;
  const end = Buffer.from(await zip.source.read(endOffset, zip.source.size - endOffset));
  if (end.length >= 20) end.writeUInt32LE(block.offset, 16);
  const digests: Buffer[] = [];
  await digestRange(zip.source, 0, block.offset, hash, digests);
  await digestRange(zip.source, offset, endOffset - offset, hash, digests);
  for (let at = 0; at < end.length; at += CHUNK_BYTES)
    digests.push(digestChunk(end.subarray(at, at + CHUNK_BYTES), hash));
  return createHash(hash).update(tagged(0x5a, digests.length)).update(Buffer.concat(digests)).digest();
}

async function digestRange(
  source: ByteSource,
  offset: number,
  length: number,
  hash: 'sha256' | 'sha512',
  digests: Buffer[],
): Promise<void> {
  for await (const chunk of streamRange(source, offset, length, CHUNK_BYTES))
    digests.push(digestChunk(chunk, hash));
}

function digestChunk(chunk: Buffer, hash: 'sha256' | 'sha512'): Buffer {
  return createHash(hash).update(tagged(0xa5, chunk.length)).update(chunk).digest();
}

function tagged(tag: number, value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = tag;
  bytes.writeUInt32LE(value, 1);
  return bytes;
}
