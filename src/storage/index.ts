export { openDiskStore } from './disk-store.ts';
export type { ByteStore, PutOptions, StoredBytes } from './store.ts';
