export { openDiskStore } from './disk-store.ts';
export { openS3Store } from './open-s3-store.ts';
export type { S3StoreOptions } from './s3-store.ts';
export type { ByteStore, PutOptions, StoredBytes } from './store.ts';
