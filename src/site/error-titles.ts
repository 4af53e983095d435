import type { ErrorCode } from '../contract/index.ts';

/** Status and heading of an error page. Every code has one, or this does not compile. */
export const ERROR_TITLES: Readonly<Record<ErrorCode, readonly [status: number, title: string]>> = {
  'bad-request': [400, 'That could not be read'],
  unauthenticated: [401, 'Please sign in'],
  forbidden: [403, 'That is not allowed'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'That is not possible here'],
  'not-acceptable': [406, 'Not available in that form'],
  conflict: [409, 'Not possible now'],
  gone: [410, 'No longer there'],
  'precondition-failed': [412, 'It has changed meanwhile'],
  'too-large': [413, 'Too large'],
  'unsupported-media-type': [415, 'That kind of request is not taken here'],
  unprocessable: [422, 'Something is missing or wrong'],
  'idempotency-key-reused': [422, 'Sent twice with different content'],
  'quota-exceeded': [429, 'Your unit’s quota is used up'],
  'rate-limited': [429, 'Too many requests'],
  'hash-mismatch': [422, 'The file did not arrive as it was sent'],
  'storage-full': [507, 'The store is full'],
  'storage-unavailable': [503, 'The store cannot be reached'],
  'database-unavailable': [503, 'The database cannot be reached'],
  'queue-unavailable': [503, 'The queue cannot be reached'],
  misconfigured: [500, 'The service is not set up correctly'],
  'not-ready': [503, 'Not ready yet'],
  internal: [500, 'Something went wrong here'],
};
