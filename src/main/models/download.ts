import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AssayError } from '../../contract/index.ts';

/** An ONNX file is one protobuf message, which cannot be larger. */
export const MOST_BYTES = 2 ** 31 - 1;
const MOST_REDIRECTS = 5;
const SILENT_MS = 60_000;

export interface DownloadOptions {
  /** More than this is not taken. */
  readonly mostBytes: number;
  readonly onBytes?: (bytes: number) => void;
  /** Milliseconds without a byte after which it is given up. */
  readonly silentMs?: number;
}

export interface Downloaded {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Fetches a file over http or https into `path`. Nothing interprets it. Throws `unprocessable` for an address, answer or
 * size that is not accepted, and when the server cannot be reached or trusted; says what to do.
 */
export async function download(address: string, path: string, options: DownloadOptions): Promise<Downloaded> {
  const stop = new AbortController();
  const silent = `Nothing came for ${(options.silentMs ?? SILENT_MS) / 1000} seconds.`;
  const timer = setTimeout(() => stop.abort(new Error(silent)), options.silentMs ?? SILENT_MS);
  try {
    const response = await follow(address, stop.signal);
    const { body } = accepted(response, options.mostBytes);
    return await keep(body, path, options, () => timer.refresh(), stop.signal);
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw refusal(address, wordsOf(cause), cause);
  } finally {
    clearTimeout(timer);
  }
}

async function follow(address: string, signal: AbortSignal): Promise<Response> {
  let at = addressOf(address);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await fetch(at, {
      redirect: 'manual',
      signal,
      headers: { 'accept-encoding': 'identity', 'user-agent': 'assay' },
    });
    const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (next === null) return response;
    await response.body?.cancel();
    const target = addressOf(next, at);
    if (at.protocol === 'https:' && target.protocol !== 'https:')
      throw refusal(
        address,
        'It sends on from https to http, where anyone on the way could change the file.',
      );
    at = target;
  }
  throw refusal(address, `It sends on more than ${MOST_REDIRECTS} times.`);
}

function addressOf(text: string, base?: URL): URL {
  if (URL.canParse(text, base?.href)) {
    const url = new URL(text, base?.href);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  }
  throw refusal(text, 'Only addresses that start with http:// or https:// are fetched.');
}

function accepted(response: Response, most: number): { readonly body: ReadableStream<Uint8Array> } {
  if (response.status !== 200 || response.body === null)
    throw refusal(response.url, `The server answered ${response.status} ${response.statusText}.`);
  const announced = Number(response.headers.get('content-length') ?? 0);
  if (announced > most) throw tooLarge(response.url, most);
  return { body: response.body };
}

async function keep(
  body: ReadableStream<Uint8Array>,
  path: string,
  { mostBytes, onBytes }: DownloadOptions,
  alive: () => void,
  signal: AbortSignal,
): Promise<Downloaded> {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Uint8Array, _, done) {
      alive();
      bytes += chunk.length;
      hash.update(chunk);
      onBytes?.(bytes);
      done(bytes > mostBytes ? tooLarge('', mostBytes) : null, chunk);
    },
  });
  await pipeline(body, count, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
  return { sha256: hash.digest('hex'), bytes };
}

function tooLarge(address: string, most: number): AssayError {
  return refusal(address, `It is larger than ${most} bytes: that is not the file the manifest tells of.`);
}

function refusal(address: string, why: string, cause?: unknown): AssayError {
  return new AssayError('unprocessable', `${address === '' ? 'The file' : address} was not fetched. ${why}`, {
    cause,
  });
}

/** The runtime hides the reason behind "fetch failed". */
function wordsOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : '';
    if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code))
      return `The server’s certificate is not trusted (${code}: ${at.message}). If your network inspects encrypted traffic, set NODE_EXTRA_CA_CERTS to the file of its authority; never switch the check off.`;
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      return `The name of the server is not known here (${code}).`;
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ETIMEDOUT')
      return `The server does not answer (${code}).`;
    if (at.cause === undefined) return at.message;
  }
  return String(error);
}
