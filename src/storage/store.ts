import type { Readable } from 'node:stream';
import type { Sha256 } from '../contract/index.ts';

/** Bytes that are durable under their hash. */
export interface StoredBytes {
  readonly sha256: Sha256;
  readonly bytes: number;
}

export interface PutOptions {
  /** More than this many bytes: `too-large`, and nothing is kept. */
  readonly maxBytes: number;
  /** What the sender says the hash is: another hash is `hash-mismatch`, and nothing is kept. */
  readonly declared?: Sha256 | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Artefact and evidence bytes, named by their SHA-256. Write once: there is no overwrite.
 * Errors: `too-large`, `hash-mismatch`, `storage-full`, `storage-unavailable`, `not-found`.
 */
export interface ByteStore {
  readonly kind: 'disk' | 's3';
  /** Streams in while hashing; resolves when the bytes are durable (disk: file and folder fsynced; S3: read back and hashed). */
  put(source: AsyncIterable<Uint8Array>, options: PutOptions): Promise<StoredBytes>;
  /** The same for a finished local file, which may be moved (it is gone afterwards). */
  putFile(path: string, options: PutOptions): Promise<StoredBytes>;
  has(sha256: Sha256): Promise<boolean>;
  read(sha256: Sha256): Promise<Readable>;
  /** Makes the bytes a read-only local file for a jail, and hashes them again on the way when they come from elsewhere. */
  materialise(sha256: Sha256, path: string): Promise<void>;
  remove(sha256: Sha256): Promise<void>;
  /** Throws `storage-unavailable` or `storage-full` when a put would not work now. */
  check(): Promise<void>;
}
