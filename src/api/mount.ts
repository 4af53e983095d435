import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { AssayError, type Json } from '../contract/index.ts';
import { abandonIdempotent, beginIdempotent, finishIdempotent } from '../library/index.ts';
import type { ApiContext } from './api-context.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { answerOf, idempotentAsk, replayed } from './idempotent.ts';
import type { Call, Operation, Reply } from './operation.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';
import { sendReply } from './send-reply.ts';
import { parseWith, readQuery } from './validate.ts';

const MAX_JSON_BYTES = 1024 * 1024;

/** Mounts every row of the table. A path that exists answers other methods with 405. */
export function mountOperations(api: ApiContext, operations: readonly Operation[]): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const methods = new Map<string, string[]>();
  for (const operation of operations) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
    router[operation.method](path, (req, res) => answer(api, operation, req, res));
    methods.set(path, [...(methods.get(path) ?? []), operation.method.toUpperCase()]);
  }
  for (const [path, known] of methods) {
    const allowed = known.includes('GET') ? [...known, 'HEAD'] : known;
    router.all(path, (_req, res) => {
      res.setHeader('Allow', [...new Set(allowed)].join(', '));
      throw new AssayError('method-not-allowed', `Allowed here: ${[...new Set(allowed)].join(', ')}.`);
    });
  }
  return router;
}

async function answer(api: ApiContext, operation: Operation, req: Request, res: Response): Promise<void> {
  res.locals['operation'] = operation.id;
  const principal = await authenticateRequest(api, operation.access, req, res);
  if (principal) res.locals['keyId'] = principal.keyId;
  const params = operation.params ? parseWith(operation.params, req.params, 'bad-request', '/path') : {};
  const given = readQuery(req.url);
  const query = operation.query
    ? parseWith(operation.query, given, 'bad-request', '/query')
    : refuseAny(given);
  const ended = new AbortController();
  res.once('close', () => ended.abort());
  const call: Omit<Call<unknown, unknown, unknown>, 'body'> = {
    req,
    res,
    requestId: String(res.locals['requestId']),
    get principal() {
      if (principal) return principal;
      throw new AssayError('unauthenticated', 'Send a valid key: `Authorization: Bearer assay_…`.');
    },
    params,
    query,
    signal: ended.signal,
  };
  await sendReply(req, res, await run(api, operation, call));
}

async function run(
  api: ApiContext,
  operation: Operation,
  call: Omit<Call<unknown, unknown, unknown>, 'body'>,
): Promise<Reply> {
  const handle = (body: unknown) =>
    operation.handle(api, Object.defineProperty(call, 'body', { value: body }) as Call<never, never, never>);
  // A streamed body is read, and its Idempotency-Key seen to, by the handler.
  if (operation.body?.streamed !== undefined) return handle(await readJsonIfSent(operation, call.req));
  if (operation.body === undefined && operation.idempotent !== true) return handle(undefined);
  const bytes = await readBody(call.req, MAX_JSON_BYTES);
  const body = operation.body === undefined ? refuseBody(bytes) : readJson(operation, call.req, bytes);
  return operation.idempotent === true ? once(api, call, bytes, () => handle(body)) : handle(body);
}

async function readJsonIfSent(operation: Operation, req: Request): Promise<unknown> {
  if (operation.body?.json === undefined || !isJson(req)) return undefined;
  return readJson(operation, req, await readBody(req, MAX_JSON_BYTES));
}

function readJson(operation: Operation, req: Request, bytes: Buffer): unknown {
  if (!isJson(req)) throw new AssayError('unsupported-media-type', 'Send application/json.');
  const schema = operation.body?.json;
  return schema && parseWith(schema, parseJson(bytes), 'unprocessable');
}

function isJson(req: Request): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(req.headers['content-type'] ?? '');
}

function refuseBody(bytes: Buffer): undefined {
  // Some clients send `{}` with every POST.
  if (bytes.length === 0 || bytes.toString().trim() === '{}') return undefined;
  throw new AssayError('bad-request', 'This operation takes no body.');
}

function refuseAny(given: Record<string, string>): Record<never, never> {
  const places = Object.keys(given).map((name) => ({
    pointer: `/query/${name.slice(0, 100)}`,
    detail: 'is not known here',
  }));
  if (places.length === 0) return {};
  throw new AssayError('bad-request', 'This operation takes no query parameters.', { places });
}

/** One effect per Idempotency-Key, and the same answer again. */
async function once(
  api: ApiContext,
  call: Pick<Call<unknown, unknown, unknown>, 'req' | 'principal'>,
  bytes: Buffer,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const said: Json = createHash('sha256').update(bytes).digest('hex');
  const ask = idempotentAsk(call.req, call.principal, said);
  if (ask === undefined) return work();
  const start = await beginIdempotent(api.db.kysely, ask);
  if (start.kind === 'replay') return replayed(start.answer);
  const { claim } = start;
  try {
    const reply = await work();
    const kept = answerOf(reply);
    if (kept) await api.db.transact((trx) => finishIdempotent(trx, claim, kept));
    return reply;
  } catch (error) {
    await abandonIdempotent(api.db.kysely, claim).catch(() => undefined);
    throw error;
  }
}
