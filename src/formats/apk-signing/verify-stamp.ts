import { createHash } from 'node:crypto';
import { findEntry, type Zip } from '../zip/zip.ts';
import type { BlockScheme, BlockSigner } from './block-signer.ts';
import { algorithmOf, type ContentDigest } from './signature-algorithms.ts';
import { readSignedEntry } from './signed-entry.ts';
import { findPair, type SigningBlock } from './signing-block.ts';
import { issueLog } from './signing-issue.ts';
import { encodeDigests, type SourceStamp, STAMP_HASH_ENTRY, verifySourceStamp } from './source-stamp.ts';
import type { VerifiableApk } from './verify-apk.ts';
import type { Range } from './verify-block-signer.ts';
import { V3_MIN_SDK } from './verify-v3.ts';

const N = 24;
const digestIds: Readonly<Record<ContentDigest, number>> = {
  'chunked-sha256': 1,
  'chunked-sha512': 2,
  'verity-sha256': 3,
};
const JAR_DIGEST_ID = 4;
const MAX_HASH_BYTES = 1024;
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/** First API level that looks at stamps. */
const STAMP_MIN_SDK = 30;

/**
 * Checks the source stamp over the schemes that count in the range. `fromSdk`: the oldest level that must know the stamp's
 * algorithms. Undefined: there is no trace of a stamp.
 */
export async function verifyStamp(
  { zip, input }: VerifiableApk,
  range: Range,
  fromSdk = Math.max(range.minSdk, STAMP_MIN_SDK),
): Promise<SourceStamp | undefined> {
  const [v2, v1] = [findPair(input.block, 'source-stamp-v2'), findPair(input.block, 'source-stamp-v1')];
  const pair = v2 ?? v1;
  const entry = findEntry(zip, STAMP_HASH_ENTRY);
  if (!pair && !entry) return undefined;
  const hash = entry ? await readSignedEntry(zip, entry, MAX_HASH_BYTES) : undefined;
  if (!pair || !Buffer.isBuffer(hash)) {
    const log = issueLog();
    log.error(pair ? 'source-stamp-signature-block-without-cert-digest' : 'source-stamp-sig-missing');
    return {
      version: v2 || !pair ? 2 : 1,
      verified: false,
      certificate: undefined,
      timestamp: undefined,
      lineage: [],
      issues: log.all,
    };
  }
  const digests = await schemeDigests(zip, input.block, range);
  return verifySourceStamp(v2 ? 2 : 1, pair.value, hash, digests, { ...range, minSdk: fromSdk });
}

/** What each scheme says of the contents, in the encoding a stamp signs. */
async function schemeDigests(
  zip: Zip,
  block: SigningBlock | undefined,
  range: Range,
): Promise<Map<number, Buffer>> {
  const digests = new Map<number, Buffer>();
  const add = (id: number, scheme: BlockScheme): void => {
    const signers = block?.signers.filter((signer) => signer.scheme === scheme) ?? [];
    if (signers.length > 0) digests.set(id, encodeDigests(contentsOf(signers)));
  };
  if (range.maxSdk >= V3_MIN_SDK) add(3, 'v3');
  if (range.maxSdk >= N && (range.minSdk < V3_MIN_SDK || digests.size === 0)) add(2, 'v2');
  if (range.minSdk >= N && digests.size > 0) return digests;
  const entry = findEntry(zip, 'META-INF/MANIFEST.MF');
  const manifest = entry ? await readSignedEntry(zip, entry, MAX_MANIFEST_BYTES) : undefined;
  const known = Buffer.isBuffer(manifest)
    ? new Map([[JAR_DIGEST_ID, createHash('sha256').update(manifest).digest()]])
    : new Map<number, Buffer>();
  return digests.set(1, encodeDigests(known));
}

function contentsOf(signers: readonly BlockSigner[]): Map<number, Buffer> {
  const contents = new Map<number, Buffer>();
  for (const { digests } of signers)
    for (const { algorithm, digest } of digests) {
      const kind = algorithmOf(algorithm)?.content;
      if (kind) contents.set(digestIds[kind], digest);
    }
  return contents;
}
