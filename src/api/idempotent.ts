import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { AssayError, type Json, type Principal } from '../contract/index.ts';
import type { IdempotentAnswer, IdempotentAsk } from '../library/index.ts';
import type { Reply } from './operation.ts';

/**
 * What the Idempotency-Key of a request claims, or undefined without one. `said` is everything that makes two requests
 * the same. Quoted as the draft wants it (a structured field string), or bare. Errors: `bad-request`.
 */
export function idempotentAsk(req: Request, principal: Principal, said: Json): IdempotentAsk | undefined {
  const header = req.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const text = Array.isArray(header) ? header.join(',') : header;
  const match = /^(?:"([!#-[\]-~ ]{1,200})"|([!#-+\--[\]-~]{1,200}))$/.exec(text.trim());
  const idempotencyKey = match?.[1] ?? match?.[2];
  if (idempotencyKey === undefined) {
    throw new AssayError('bad-request', 'The Idempotency-Key is not valid: 1 to 200 printable characters.', {
      places: [{ pointer: '/header/Idempotency-Key', detail: 'is not valid' }],
    });
  }
  const whole = JSON.stringify([req.method, req.path, principal.keyId, said]);
  return {
    keyId: principal.keyId,
    idempotencyKey,
    fingerprint: createHash('sha256').update(whole).digest('hex'),
  };
}

/** The answer again, as it was. */
export function replayed(answer: IdempotentAnswer): Reply {
  const headers = { ...answer.headers, 'Idempotent-Replayed': 'true' };
  if (answer.status === 204) return { kind: 'empty', status: 204, headers };
  return { kind: 'bytes', status: answer.status, mediaType: 'application/json', body: answer.body, headers };
}

/** What is kept of a JSON or empty answer. */
export function answerOf(reply: Reply): IdempotentAnswer | undefined {
  if (reply.kind === 'json') {
    return { status: reply.status, headers: reply.headers ?? {}, body: JSON.stringify(reply.body) };
  }
  if (reply.kind === 'empty') return { status: reply.status, headers: reply.headers ?? {}, body: '' };
  return undefined;
}
