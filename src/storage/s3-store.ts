import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Sha256 } from '../contract/index.ts';
import { copyVerified } from './copy-verified.ts';
import { hashFile } from './hash-file.ts';
import { makeTurns } from './in-turn.ts';
import { isMissing, isPresent, rethrowS3 } from './s3-errors.ts';
import { type S3Place, uploadFile } from './s3-upload.ts';
import { damaged, notStored, requireHash, rethrow } from './storage-errors.ts';
import type { ByteStore, PutOptions, StoredBytes } from './store.ts';
import { dropTemp, openTemp, sweepTemp } from './temp-files.ts';
import { requireDeclared, tooLarge, writeHashed } from './write-hashed.ts';

export interface S3StoreOptions {
  readonly bucket: string;
  /** Of a service other than Amazon's, such as `https://objects.example:9000`; the bucket then goes in the path. */
  readonly endpoint?: string;
  readonly region: string;
  /** Left out: the machine's own role or profile. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Before every key; `assay/` for example. */
  readonly prefix?: string;
  /** Local folder where bytes wait while they are hashed: their name in the bucket is their hash. */
  readonly spool: string;
}

/**
 * A store in an S3-compatible bucket: `<prefix>ab/cd/<sha256>`. Bytes are acknowledged only after they were read back
 * from the service and hashed: services were seen to store the framing of chunked uploads as content.
 */
export async function makeS3Store(options: S3StoreOptions): Promise<ByteStore> {
  await sweepTemp(options.spool).catch(rethrow);
  const s3: S3 = { client: makeClient(options), options, inTurn: makeTurns() };
  return {
    kind: 's3',
    put: (source, how) => putStream(s3, source, how),
    putFile: (path, how) => putFile(s3, path, how),
    has: (sha256) => has(s3, sha256).catch(rethrowS3),
    read: (sha256) => read(s3, sha256).catch(rethrowS3),
    materialise: async (sha256, path) => {
      await copyVerified(await read(s3, sha256).catch(rethrowS3), path, sha256).catch(rethrowS3);
    },
    remove: (sha256) => remove(s3, sha256).catch(rethrowS3),
    check: () => check(s3),
  };
}

interface S3 {
  readonly client: S3Client;
  readonly options: S3StoreOptions;
  /** Equal bytes that come at once go one after the other. */
  readonly inTurn: ReturnType<typeof makeTurns>;
}

function makeClient({ endpoint, region, credentials }: S3StoreOptions): S3Client {
  return new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    // Checksums in trailers make the body chunk-framed, which several services store as it came.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 4,
  });
}

function placeOf({ client, options }: S3, sha256: Sha256): S3Place {
  requireHash(sha256);
  const key = `${options.prefix ?? ''}${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
  return { client, bucket: options.bucket, key };
}

async function putStream(
  s3: S3,
  source: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<StoredBytes> {
  const temp = await openTemp(s3.options.spool, 'wx+').catch(rethrow);
  try {
    const stored = await writeHashed(source, temp.file, { ...options, durable: false });
    await s3.inTurn(stored.sha256, () => keep(s3, temp.file, stored)).catch(rethrowS3);
    return stored;
  } finally {
    await dropTemp(temp);
  }
}

async function putFile(s3: S3, path: string, options: PutOptions): Promise<StoredBytes> {
  const file = await open(path, 'r').catch(rethrow);
  try {
    if ((await file.stat()).size > options.maxBytes) throw tooLarge(options.maxBytes);
    const stored = await hashFile(file, options.signal);
    requireDeclared(stored, options);
    await s3.inTurn(stored.sha256, () => keep(s3, file, stored)).catch(rethrowS3);
    await rm(path, { force: true });
    return stored;
  } finally {
    await file.close();
  }
}

/**
 * Uploads always, also bytes that are there: skipping it would tell by its speed that somebody has them. What is there
 * is not overwritten, unless reading it back shows twice that it is damaged: some services let others read an object
 * while it is being replaced.
 */
async function keep(s3: S3, file: FileHandle, stored: StoredBytes): Promise<void> {
  const place = placeOf(s3, stored.sha256);
  for (const overwrite of [false, true]) {
    await uploadFile(place, file, stored.bytes, overwrite).catch((error) => {
      if (!isPresent(error)) throw error;
    });
    if (await readsBack(s3, stored)) return;
    await wait(200 + Math.random() * 300);
    if (await readsBack(s3, stored)) return;
  }
  throw damaged(stored.sha256);
}

async function readsBack(s3: S3, stored: StoredBytes): Promise<boolean> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of await read(s3, stored.sha256)) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).byteLength;
  }
  return bytes === stored.bytes && hash.digest('hex') === stored.sha256;
}

async function has(s3: S3, sha256: Sha256): Promise<boolean> {
  const { bucket: Bucket, key: Key } = placeOf(s3, sha256);
  try {
    await s3.client.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function read(s3: S3, sha256: Sha256): Promise<Readable> {
  const { bucket: Bucket, key: Key } = placeOf(s3, sha256);
  try {
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
    return Body as Readable;
  } catch (error) {
    throw isMissing(error) ? notStored() : error;
  }
}

async function remove(s3: S3, sha256: Sha256): Promise<void> {
  const { bucket: Bucket, key: Key } = placeOf(s3, sha256);
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key }));
}

async function check(s3: S3): Promise<void> {
  const temp = await openTemp(s3.options.spool).catch(rethrow);
  await dropTemp(temp);
  await s3.client.send(new HeadBucketCommand({ Bucket: s3.options.bucket })).catch(rethrowS3);
}
