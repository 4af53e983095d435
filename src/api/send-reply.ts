import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Reply } from './operation.ts';

/** Writes a handler's answer. A stream that breaks cuts the connection, so that a part is never taken for the whole. */
export async function sendReply(req: Request, res: Response, reply: Reply): Promise<void> {
  if (reply.kind === 'written') return;
  for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
  res.status(reply.status);
  if (reply.kind === 'empty') {
    res.end();
    return;
  }
  if (reply.kind === 'json') {
    sendText(req, res, 'application/json', JSON.stringify(reply.body));
    return;
  }
  if (typeof reply.body === 'string') {
    sendText(req, res, reply.mediaType, reply.body);
    return;
  }
  res.setHeader('Content-Type', reply.mediaType);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  await pipeline(Readable.from(reply.body, { objectMode: false }), res);
}

function sendText(req: Request, res: Response, mediaType: string, text: string): void {
  const bytes = Buffer.from(text);
  res.setHeader('Content-Type', mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  res.setHeader('Content-Length', bytes.length);
  res.end(req.method === 'HEAD' ? undefined : bytes);
}
