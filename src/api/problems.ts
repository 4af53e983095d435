import type { ErrorCode } from '../contract/index.ts';

/** How one error code is told over HTTP (RFC 9457). `explain` is for the person who reads docs/errors.md. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly explain: string;
}

/** Every code has a status, a title and an explanation, or this file does not compile. */
export const problemKinds: Readonly<Record<ErrorCode, ProblemKind>> = {
  'bad-request': {
    status: 400,
    title: 'The request cannot be read',
    explain:
      'Something in the address, the headers or the body is malformed, unknown or given twice. `errors` points at the place. Correct it before sending again.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid key',
    explain:
      'Send `Authorization: Bearer assay_…`. The key may be missing, mistyped, expired or revoked; which of these is not told. Ask an administrator of your unit for a new one.',
  },
  forbidden: {
    status: 403,
    title: 'The key may not do this',
    explain: 'The key is valid but lacks the scope that this operation needs, or a marking forbids it.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    explain:
      'There is no such thing for your unit. What belongs to another unit, and was not released to yours, answers in exactly the same way.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed here',
    explain: 'The address exists, but not with this method. The `Allow` header lists those that work.',
  },
  'not-acceptable': {
    status: 406,
    title: 'Not available in that form',
    explain: 'The `Accept` header names only media types in which this is not available.',
  },
  conflict: {
    status: 409,
    title: 'Not possible in the present state',
    explain:
      'For example: cancelling what has ended, or sending an Idempotency-Key again while the first request is still running. Look at the present state, then decide.',
  },
  gone: {
    status: 410,
    title: 'No longer here',
    explain: 'It existed and was removed or has expired. For an upload: begin again.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Changed in the meantime',
    explain: 'A condition in the request headers does not hold. Fetch the present state first.',
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    explain:
      'A file, field or body is larger than allowed. The detail says the limit. Nothing of it was kept.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    explain: 'The body is not in a form that this operation reads. The detail names those it does.',
  },
  unprocessable: {
    status: 422,
    title: 'A value is not acceptable',
    explain: 'The body can be read but a value in it is not acceptable. `errors` points at each place.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency-Key used for another request',
    explain: 'This Idempotency-Key was used within 24 hours with another request. Use a new one per request.',
  },
  'quota-exceeded': {
    status: 403,
    title: 'The unit has used up its quota',
    explain:
      'The detail says the limit and what is used. Wait until submissions have ended, or ask an administrator for more.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    explain: 'Wait for the seconds in `Retry-After`. `RateLimit` headers tell what is left.',
  },
  'hash-mismatch': {
    status: 422,
    title: 'The bytes are not those that were announced',
    explain:
      'The SHA-256 of what arrived differs from the one declared: it was damaged on the way, or the file changed. Nothing was kept. Send it again.',
  },
  'storage-full': {
    status: 507,
    title: 'Storage is full',
    explain: 'The server has no room for the bytes. Nothing of this request was kept. Tell the operator.',
  },
  'storage-unavailable': {
    status: 503,
    title: 'Storage does not answer',
    explain: 'The store for bytes cannot be reached. Try again after `Retry-After` seconds.',
  },
  'database-unavailable': {
    status: 503,
    title: 'The database does not answer',
    explain: 'Try again after `Retry-After` seconds. With an Idempotency-Key a repeat has no second effect.',
  },
  'queue-unavailable': {
    status: 503,
    title: 'The queue does not answer',
    explain: 'Submissions are still accepted and are examined when the queue is back.',
  },
  misconfigured: {
    status: 500,
    title: 'The server is set up wrongly',
    explain: 'The operator finds the reason in the log under the request id, and with `assay doctor`.',
  },
  'not-ready': {
    status: 503,
    title: 'Not ready',
    explain: 'The server is starting or something it needs is away. Try again after `Retry-After` seconds.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    explain:
      'A fault of the server, not of the request. The operator finds it in the log under the request id (`instance`).',
  },
};
