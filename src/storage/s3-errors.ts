import { AssayError } from '../contract/index.ts';
import { asStorageError, storageFull } from './storage-errors.ts';

interface S3Failure {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function statusOf(error: unknown): number | undefined {
  return (error as S3Failure | undefined)?.$metadata?.httpStatusCode;
}

export function isMissing(error: unknown): boolean {
  const name = (error as S3Failure | undefined)?.name;
  return name === 'NoSuchKey' || name === 'NotFound' || statusOf(error) === 404;
}

/** The object was there already: the answer to `If-None-Match: *`. */
export function isPresent(error: unknown): boolean {
  return statusOf(error) === 412;
}

/** Anything the S3 client throws, as the house's error. Words of the service stay out of it: they may hold addresses. */
export function asS3Error(error: unknown): unknown {
  if (error instanceof AssayError) return error;
  const name = (error as S3Failure | undefined)?.name ?? '';
  if (statusOf(error) === 507 || /^(QuotaExceeded|XMinioStorageFull|StorageFull)$/.test(name))
    return storageFull(error);
  if (error instanceof Error && 'syscall' in error && 'path' in error) return asStorageError(error);
  return new AssayError(
    'storage-unavailable',
    `The object store does not do what was asked (${name || 'no answer'}). Nothing was kept; try again shortly.`,
    { cause: error, retryAfterSeconds: 30 },
  );
}

export function rethrowS3(error: unknown): never {
  throw asS3Error(error);
}
