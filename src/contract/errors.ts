/**
 * Every way in which a request to Assay can be refused. Closed: a new code does not compile until
 * `api/problems.ts` gives it a status and a title.
 */
export const errorCodes = [
  'bad-request',
  'unauthenticated',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'not-acceptable',
  'conflict',
  'gone',
  'precondition-failed',
  'too-large',
  'unsupported-media-type',
  'unprocessable',
  'idempotency-key-reused',
  'quota-exceeded',
  'rate-limited',
  'hash-mismatch',
  'storage-full',
  'storage-unavailable',
  'database-unavailable',
  'queue-unavailable',
  'misconfigured',
  'not-ready',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One place in the request that is wrong: a JSON pointer (RFC 6901) and what to do about it. */
export interface ErrorPlace {
  readonly pointer: string;
  readonly detail: string;
}

/** The error that rooms throw. `message` is for people: what happened and what to do. `code` is for programs. */
export class AssayError extends Error {
  override readonly name = 'AssayError';
  readonly code: ErrorCode;
  readonly places: readonly ErrorPlace[];
  /** Seconds after which a repeat may succeed, where known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; places?: readonly ErrorPlace[]; retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.places = options.places ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/**
 * Why a run did not complete. Closed.
 * unsupported: no reader for this variant · malformed: not what it claims, nothing could be read ·
 * over-limit: bytes, entries, depth, pixels or memory · timed-out: wall clock or CPU seconds ·
 * crashed: the jail died by itself · model-missing: a model or language data is not installed ·
 * cancelled: a person stopped it · lost: every attempt ended without an answer (worker or machine died) ·
 * bad-output: the jail said something the contract forbids.
 */
export const failureCodes = [
  'unsupported',
  'malformed',
  'over-limit',
  'timed-out',
  'crashed',
  'model-missing',
  'cancelled',
  'lost',
  'bad-output',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Thrown by an analyzer to end its run with a failure code; what it has emitted so far is kept. */
export class AnalysisFailure extends Error {
  override readonly name = 'AnalysisFailure';
  readonly failure: FailureCode;
  constructor(failure: FailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}
