import type { S3StoreOptions } from './s3-store.ts';
import type { ByteStore } from './store.ts';

/** See `s3-store.ts`. The client for S3 is large: it is loaded only by those who use it. */
export async function openS3Store(options: S3StoreOptions): Promise<ByteStore> {
  const { makeS3Store } = await import('./s3-store.ts');
  return makeS3Store(options);
}
