import { AssayError, Sha256 } from '../contract/index.ts';

/** Turns what the file system says into the house's errors; anything else passes as it is. */
export function asStorageError(error: unknown): unknown {
  if (error instanceof AssayError || !(error instanceof Error) || !('syscall' in error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return storageFull(error);
  return new AssayError('storage-unavailable', `The store cannot be used (${code}). Nothing was kept.`, {
    cause: error,
    retryAfterSeconds: 30,
  });
}

export function rethrow(error: unknown): never {
  throw asStorageError(error);
}

export function storageFull(cause?: unknown): AssayError {
  return new AssayError(
    'storage-full',
    'The store has no room left. Nothing of this was kept; ask your administrator to make room, then send it again.',
    { cause, retryAfterSeconds: 300 },
  );
}

export function notStored(): AssayError {
  return new AssayError('not-found', 'There are no bytes with this SHA-256 in the store.');
}

export function damaged(sha256: Sha256): AssayError {
  return new AssayError(
    'storage-unavailable',
    `The stored bytes of ${sha256} are not what they were when they came in. Tell your administrator: they must come back from a backup.`,
  );
}

/** A hash becomes part of a path: nothing else than 64 lower-case hex digits may. */
export function requireHash(sha256: string): void {
  if (!Sha256.safeParse(sha256).success) {
    throw new AssayError('bad-request', 'A SHA-256 is written as 64 lower-case hex digits.');
  }
}
