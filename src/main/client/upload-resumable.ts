import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssayError } from '../../contract/index.ts';
import { ask, type Remote } from './api-client.ts';
import type { LocalFile } from './local-file.ts';
import type { UnfinishedUploads } from './unfinished-uploads.ts';

const TUS = { 'tus-resumable': '1.0.0' };
/** Bytes per PATCH: small enough to finish on a slow line before anything times out. */
const CHUNK_BYTES = 16 * 1024 * 1024;
const PATIENCE_SECONDS = [1, 2, 4, 8, 15, 30, 60, 60, 60];

export interface Uploading {
  readonly file: LocalFile;
  readonly unfinished: UnfinishedUploads;
  /** Told how many bytes the server has; it may go down after a lost connection. */
  readonly onOffset: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends one file by tus 1.0 (creation, core) and resumes after lost connections, also those of an earlier call.
 * Resolves to the upload's id. Errors: those of the server; `not-ready` after five minutes without an answer.
 */
export async function uploadResumable(remote: Remote, uploading: Uploading): Promise<string> {
  const { file, unfinished } = uploading;
  let location = await unfinished.find(remote.server, file);
  let offset = location === undefined ? undefined : await offsetOf(remote, location, uploading.signal);
  if (location === undefined || offset === undefined) {
    location = await createUpload(remote, file, uploading.signal);
    offset = 0;
    await unfinished.remember(remote.server, file, location);
  }
  await sendFrom(remote, location, offset, uploading);
  await unfinished.forget(remote.server, file);
  return location.slice(location.lastIndexOf('/') + 1);
}

async function createUpload(remote: Remote, file: LocalFile, signal: AbortSignal): Promise<string> {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const response = await ask(remote, 'api/v1/uploads', {
    method: 'POST',
    headers: {
      ...TUS,
      'upload-length': String(file.bytes),
      'upload-metadata': `filename ${base64(file.name)},sha256 ${base64(file.sha256)}`,
    },
    signal,
    retries: 5,
  });
  const location = response.headers.get('location');
  if (location === null) throw new AssayError('internal', 'The server did not say where to upload.');
  // Whatever host name the server thinks it has: the key goes only to the one we were told.
  return new URL(location, `${remote.server}/`).pathname;
}

/** Undefined: the server no longer has this upload. */
async function offsetOf(remote: Remote, location: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const response = await ask(remote, location, { method: 'HEAD', headers: TUS, signal, retries: 5 });
    return Number(response.headers.get('upload-offset'));
  } catch (error) {
    if (error instanceof AssayError && ['not-found', 'gone', 'bad-request'].includes(error.code))
      return undefined;
    throw error;
  }
}

async function sendFrom(remote: Remote, location: string, from: number, uploading: Uploading): Promise<void> {
  let offset = from;
  let failures = 0;
  while (offset < uploading.file.bytes) {
    uploading.onOffset(offset);
    try {
      offset = await sendChunk(remote, location, offset, uploading);
      failures = 0;
    } catch (error) {
      const seconds = PATIENCE_SECONDS[failures];
      if (seconds === undefined || !isPassing(error)) throw error;
      failures += 1;
      await sleep(seconds * 1000, undefined, { signal: uploading.signal });
      offset = (await offsetOf(remote, location, uploading.signal)) ?? fail();
    }
  }
  uploading.onOffset(offset);
}

async function sendChunk(
  remote: Remote,
  location: string,
  offset: number,
  { file, signal }: Uploading,
): Promise<number> {
  const end = Math.min(offset + CHUNK_BYTES, file.bytes);
  const response = await ask(remote, location, {
    method: 'PATCH',
    headers: {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    },
    body: () => createReadStream(file.path, { start: offset, end: end - 1 }) as AsyncIterable<Uint8Array>,
    signal,
  });
  return Number(response.headers.get('upload-offset'));
}

/** 409: a PATCH of ours that we thought lost has arrived; asking for the offset settles it. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof AssayError &&
    ['not-ready', 'conflict', 'rate-limited', 'storage-unavailable', 'database-unavailable'].includes(
      error.code,
    )
  );
}

function fail(): never {
  throw new AssayError('gone', 'The server gave up this upload. Start again.');
}
