import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';

/** A throw-away S3 server on 127.0.0.1 with one bucket. */
export interface TestS3 extends AsyncDisposable {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** All keys in the bucket. */
  keys(): Promise<readonly string[]>;
  /** Puts other content under a key. */
  replace(key: string, content: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export async function startS3(): Promise<TestS3> {
  const directory = await mkdtemp(join(tmpdir(), 'assay-s3-'));
  const bucket = 'assay-test';
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  const where = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    // The one pair that s3rver knows.
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  };
  const client = new S3Client({
    ...where,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const close = async (): Promise<void> => {
    client.destroy();
    await server.close();
    await rm(directory, { recursive: true, force: true });
  };
  const keys = async (): Promise<string[]> => {
    const found: string[] = [];
    for (let token: string | undefined, more = true; more; more = token !== undefined) {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }));
      found.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
      token = page.NextContinuationToken;
    }
    return found;
  };
  const replace = async (Key: string, Body: Uint8Array): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  };
  return { ...where, bucket, keys, replace, close, [Symbol.asyncDispose]: close };
}
