import type { Request, Response } from 'express';
import { sql } from 'kysely';
import type { Principal } from '../../contract/index.ts';
import { deleteUpload, getUpload, type Upload } from '../../library/index.ts';
import type { ApiContext } from '../api-context.ts';
import { tusAnswer } from './tus-error.ts';

const VERSION = '1.0.0';
const EXTENSIONS = 'creation,creation-with-upload,termination,expiration';
const MAX_METADATA = 8192;

/**
 * The tus 1.0.0 protocol in front of @tus/server 2.4: answers itself where that one departs from the specification
 * (version 412 with Tus-Version, 415, method override), and for uploads that are no longer files. A stranger's upload
 * answers as one that never was.
 */
export async function answerTus(
  api: ApiContext,
  req: Request,
  res: Response,
  principal: Principal,
): Promise<void> {
  res.setHeader('Tus-Resumable', VERSION);
  res.setHeader('Cache-Control', 'no-store');
  const override = req.headers['x-http-method-override'];
  if (req.method === 'POST' && typeof override === 'string') req.method = override.toUpperCase();
  if (req.headers['tus-resumable'] !== VERSION) {
    res.setHeader('Tus-Version', VERSION);
    return refuse(req, res, 412, `Send Tus-Resumable: ${VERSION}.`);
  }
  const id = req.params['id'];
  if (id === undefined) {
    if (req.method !== 'POST') return refuse(req, res, 405, 'Begin an upload with POST.');
    return begin(api, req, res, principal);
  }
  const isId = typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id);
  const upload = isId ? await getUpload(api.db.kysely, principal.unit.id, id) : undefined;
  if (upload === undefined) return refuse(req, res, 404, 'There is no such upload.');
  if (!['HEAD', 'PATCH', 'DELETE'].includes(req.method))
    return refuse(req, res, 405, 'HEAD, PATCH or DELETE.');
  await resume(api, req, res, principal, upload);
}

/** Answers to OPTIONS, which needs no key: what this server can do. */
export function tusAbilities(maxBytes: number): Readonly<Record<string, string>> {
  return {
    'Tus-Resumable': VERSION,
    'Tus-Version': VERSION,
    'Tus-Extension': EXTENSIONS,
    'Tus-Max-Size': String(maxBytes),
  };
}

async function begin(api: ApiContext, req: Request, res: Response, principal: Principal): Promise<void> {
  const length = String(req.headers['upload-length'] ?? '');
  if (!/^\d{1,15}$/.test(length)) {
    return refuse(req, res, 400, 'Send Upload-Length: the whole size in bytes. It cannot be told later.');
  }
  if (Number(length) > api.uploads.maxBytes) {
    res.setHeader('Tus-Max-Size', String(api.uploads.maxBytes));
    return refuse(req, res, 413, `A file may have ${api.uploads.maxBytes} bytes.`);
  }
  if (String(req.headers['upload-metadata'] ?? '').length > MAX_METADATA) {
    return refuse(req, res, 400, `Upload-Metadata is longer than ${MAX_METADATA} bytes.`);
  }
  res.setHeader('Upload-Expires', new Date(Date.now() + api.uploads.keepSeconds * 1000).toUTCString());
  await api.uploads.handle(req, res, { principal });
}

async function resume(
  api: ApiContext,
  req: Request,
  res: Response,
  principal: Principal,
  upload: Upload,
): Promise<void> {
  if (upload.state !== 'receiving') return answerFinished(api, req, res, upload);
  res.setHeader('Upload-Expires', upload.expiresAt.toUTCString());
  if (req.method === 'DELETE') {
    await api.uploads.handle(req, res, { principal, upload });
    await deleteUpload(api.db.kysely, principal.unit.id, upload.id);
    return;
  }
  if (req.method === 'PATCH') {
    if (req.headers['content-type'] !== 'application/offset+octet-stream') {
      return refuse(req, res, 415, 'Send Content-Type: application/offset+octet-stream.');
    }
    if (!/^\d{1,15}$/.test(String(req.headers['upload-offset'] ?? ''))) {
      return refuse(req, res, 400, 'Send Upload-Offset: the number of bytes that have arrived.');
    }
  } else if ((await api.uploads.received(upload.id)) === upload.declaredBytes) {
    // All bytes came, and then something failed or this process ended: finish before saying so.
    return finishNow(api, req, res, upload);
  }
  await api.uploads.handle(req, res, { principal, upload });
}

async function finishNow(api: ApiContext, req: Request, res: Response, upload: Upload): Promise<void> {
  try {
    await api.uploads.finish(upload);
  } catch (error) {
    const answer = tusAnswer(error);
    return refuse(req, res, answer.status_code, answer.body);
  }
  tellOffset(res, upload.declaredBytes ?? 0);
  res.status(200).end();
}

/** The file has become bytes in the store; the protocol still has to hold. */
async function answerFinished(api: ApiContext, req: Request, res: Response, upload: Upload): Promise<void> {
  const bytes = upload.bytes ?? 0;
  if (req.method === 'HEAD') {
    tellOffset(res, bytes);
    res.status(200).end();
  } else if (req.method === 'PATCH') {
    const nothingNew =
      req.headers['upload-offset'] === String(bytes) && req.headers['content-length'] === '0';
    if (!nothingNew) return refuse(req, res, 409, 'This upload is complete.');
    res.setHeader('Upload-Offset', String(bytes));
    res.status(204).end();
  } else if (upload.state === 'submitted') {
    return refuse(req, res, 409, 'A submission has this upload: it is evidence now.');
  } else {
    // Its bytes are removed by the sweep, when nothing else refers to them.
    await sql`update uploads set expires_at = now() where id = ${upload.id} and state = 'stored'`.execute(
      api.db.kysely,
    );
    res.status(204).end();
  }
}

function tellOffset(res: Response, bytes: number): void {
  res.setHeader('Upload-Offset', String(bytes));
  res.setHeader('Upload-Length', String(bytes));
}

function refuse(req: Request, res: Response, status: number, text: string): void {
  // What is still coming is not read: the connection ends with this answer.
  if (req.method === 'PATCH' || req.method === 'POST') res.setHeader('Connection', 'close');
  res.status(status).type('text/plain');
  res.end(req.method === 'HEAD' ? undefined : `${text.trimEnd()}\n`);
}
