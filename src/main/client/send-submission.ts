import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Submission, type SubmissionFields } from '../../contract/index.ts';
import { ask, type Remote } from './api-client.ts';
import type { LocalFile } from './local-file.ts';
import type { UnfinishedUploads } from './unfinished-uploads.ts';
import { uploadResumable } from './upload-resumable.ts';

/** Up to this many bytes in all go in one request; more go by resumable upload, each file by itself. */
const ONE_REQUEST_BYTES = 32 * 1024 * 1024;

export interface Sending {
  readonly files: readonly LocalFile[];
  readonly fields: Partial<SubmissionFields>;
  readonly unfinished: UnfinishedUploads;
  /** Told how many bytes of all files have been sent. */
  readonly onSent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Sends files as one submission. A lost answer is asked for again with the same Idempotency-Key: never two submissions. */
export async function sendSubmission(remote: Remote, sending: Sending): Promise<Submission> {
  const total = sending.files.reduce((sum, file) => sum + file.bytes, 0);
  const send = total <= ONE_REQUEST_BYTES ? sendTogether : sendResumably;
  const response = await send(remote, sending, `"${randomUUID()}"`);
  return Submission.parse(await response.json());
}

async function sendTogether(remote: Remote, sending: Sending, idempotencyKey: string): Promise<Response> {
  const boundary = `assay-${randomUUID()}`;
  return ask(remote, 'api/v1/submissions', {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'idempotency-key': idempotencyKey,
    },
    body: () => multipart(boundary, sending),
    signal: sending.signal,
    retries: 2,
  });
}

async function sendResumably(remote: Remote, sending: Sending, idempotencyKey: string): Promise<Response> {
  const exhibits: { upload: string; claimedName: string }[] = [];
  let before = 0;
  for (const file of sending.files) {
    const upload = await uploadResumable(remote, {
      file,
      unfinished: sending.unfinished,
      onOffset: (offset) => sending.onSent(before + offset),
      signal: sending.signal,
    });
    exhibits.push({ upload, claimedName: file.name });
    before += file.bytes;
  }
  const body = JSON.stringify({ ...sending.fields, exhibits });
  return ask(remote, 'api/v1/submissions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: () => body,
    signal: sending.signal,
    retries: 2,
  });
}

/** RFC 7578. Each file is preceded by its hash, which the server compares with what arrived. */
async function* multipart(boundary: string, sending: Sending): AsyncGenerator<Uint8Array> {
  const open = `--${boundary}\r\ncontent-disposition: form-data; name=`;
  for (const [name, value] of Object.entries(sending.fields)) {
    yield Buffer.from(`${open}"${name}"\r\n\r\n${value}\r\n`);
  }
  let sent = 0;
  for (const file of sending.files) {
    yield Buffer.from(`${open}"file.sha256"\r\n\r\n${file.sha256}\r\n`);
    yield Buffer.from(
      `${open}"file"; filename="${quote(file.name)}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    );
    for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 18 })) {
      yield chunk as Buffer;
      sent += (chunk as Buffer).length;
      sending.onSent(sent);
    }
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** As browsers write it (HTML, multipart/form-data encoding algorithm). */
function quote(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
