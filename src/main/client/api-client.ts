import { setTimeout as sleep } from 'node:timers/promises';
import { AssayError, type ErrorCode, errorCodes } from '../../contract/index.ts';

/** How to reach a server: its address without a trailing slash, and the key to show. */
export interface Remote {
  readonly server: string;
  readonly key: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each attempt, since a stream can be sent only once. */
  readonly body?: () => string | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
  /** Times to try again when the server cannot be reached or is busy. Only for requests that may be repeated. */
  readonly retries?: number;
}

/**
 * One request to the API. Resolves for every answer below 400.
 * Throws an `AssayError` with the code and words of the server's problem, or `not-ready` when it cannot be reached.
 */
export async function ask(remote: Remote, path: string, options: Ask = {}): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await askOnce(remote, path, options);
    } catch (error) {
      const wait = waitBeforeRetry(error, attempt, options);
      if (wait === undefined) throw error;
      await sleep(wait, undefined, options.signal ? { signal: options.signal } : {});
    }
  }
}

async function askOnce(remote: Remote, path: string, options: Ask): Promise<Response> {
  const body = options.body?.();
  const init: RequestInit & { duplex?: 'half' } = {
    method: options.method ?? 'GET',
    headers: { accept: 'application/json', ...options.headers, authorization: `Bearer ${remote.key}` },
    // A key is never carried to another address.
    redirect: 'error',
    ...(options.signal ? { signal: options.signal } : {}),
  };
  if (typeof body === 'string') init.body = body;
  else if (body !== undefined) Object.assign(init, { body: ReadableStream.from(body), duplex: 'half' });
  let response: Response;
  try {
    response = await fetch(new URL(path, `${remote.server}/`), init);
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new AssayError(
      'not-ready',
      `No answer from ${remote.server}. Is the server running, and is the address right? (${reasonOf(cause)})`,
      { cause },
    );
  }
  if (response.status >= 400) throw await problemOf(response);
  return response;
}

const RETRIED = new Set<ErrorCode>([
  'not-ready',
  'rate-limited',
  'database-unavailable',
  'queue-unavailable',
  'storage-unavailable',
]);

function waitBeforeRetry(error: unknown, attempt: number, options: Ask): number | undefined {
  if (!(error instanceof AssayError) || !RETRIED.has(error.code)) return undefined;
  if (attempt >= (options.retries ?? 0) || options.signal?.aborted) return undefined;
  return Math.min(error.retryAfterSeconds ?? 2 ** attempt, 30) * 1000;
}

/** Reads an RFC 9457 problem; anything else becomes a plain sentence with the status. */
async function problemOf(response: Response): Promise<AssayError> {
  const text = (await response.text()).slice(0, 20_000);
  const problem = parseProblem(text);
  const code = errorCodes.find((known) => problem['type'] === `/problems/${known}`) ?? codeOfStatus(response);
  const words = problem['detail'] ?? problem['title'] ?? `The server answered ${response.status}.`;
  const retryAfter = Number(response.headers.get('retry-after'));
  return new AssayError(code, String(words), retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {});
}

function parseProblem(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function codeOfStatus(response: Response): ErrorCode {
  if (response.status === 401) return 'unauthenticated';
  if (response.status === 404) return 'not-found';
  if (response.status === 409) return 'conflict';
  if (response.status === 429) return 'rate-limited';
  return response.status >= 502 ? 'not-ready' : response.status >= 500 ? 'internal' : 'bad-request';
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
