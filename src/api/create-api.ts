import { createHash } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { AssayError } from '../contract/index.ts';
import { logAccess } from './access-log.ts';
import type { ApiContext } from './api-context.ts';
import type { ApiOptions } from './api-options.ts';
import { createCursors } from './cursor.ts';
import { createDocuments } from './documents.ts';
import { openEventHub } from './event-hub.ts';
import { guardHost } from './guard-host.ts';
import { createHealth } from './health.ts';
import { sweepUploads } from './keep-for-later.ts';
import { createMetrics } from './metrics.ts';
import { mountOperations } from './mount.ts';
import { submitFormOf } from './operations/intake.ts';
import { operations } from './operations.ts';
import { sendProblem } from './problem.ts';
import { createTokenBuckets } from './token-bucket.ts';
import { openTusUploads } from './tus/tus-uploads.ts';

const STRANGERS_PER_MINUTE = 30;

/** The HTTP service. Serve `app` with `node:http`; dispose it before the database: event streams end then. */
export interface Api extends AsyncDisposable {
  readonly app: Express;
  /** Removes expired unfinished uploads and stored bytes that no submission took. Call it on a timer (each ten minutes). */
  sweep(): Promise<void>;
}

/** Builds the service. Starts listening for database notifications, but opens no port. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const api = await openContext(options);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.trustedProxies);
  app.set('query parser', false);
  app.use(logAccess(api), setHeaders, guardHost(options.allowedHosts));
  app.use(createHealth(api), createDocuments(options.plan.producerVersion));
  app.use('/api/v1', mountOperations(api, operations));
  app.use('/api', nothingHere);
  if (options.site) app.use(options.site({ submitForm: submitFormOf(api) }));
  app.use(nothingHere, answerError(api));
  return {
    app,
    sweep: async () => {
      await sweepUploads(api);
      await api.uploads.removeStale();
    },
    [Symbol.asyncDispose]: () => api.events[Symbol.asyncDispose](),
  };
}

async function openContext(options: ApiOptions): Promise<ApiContext> {
  const { db, store, limits } = options;
  return {
    ...options,
    requests: createTokenBuckets(limits.requestsPerMinute),
    strangers: createTokenBuckets(STRANGERS_PER_MINUTE),
    // Equal in all api processes on this database. A cursor holds nothing secret: sealing it keeps lists apart.
    cursors: createCursors(createHash('sha256').update(`assay cursors ${db.url}`).digest()),
    meters: createMetrics(),
    uploads: await openTusUploads({
      db,
      store,
      folder: options.uploadsFolder,
      maxBytes: limits.maxUploadBytes,
      keepSeconds: limits.uploadSeconds ?? 86_400,
    }),
    events: await openEventHub(options.listen),
    openStreams: new Map(),
  };
}

/** Nothing of an answer may run, be framed, be guessed at or be kept, unless a route says otherwise. */
function setHeaders(_req: Request, res: Response, next: () => void): void {
  res.set({
    'Content-Security-Policy':
      "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  next();
}

function nothingHere(): never {
  throw new AssayError('not-found', 'There is nothing at this address.');
}

/** A body that is still coming after a refusal is read on for so long, so that the sender gets to see the answer. */
const DRAIN_MS = 2_000;

function answerError(api: ApiContext): ErrorRequestHandler {
  return (thrown: unknown, req, res, _next) => {
    const error = asKnown(thrown);
    const requestId = String(res.locals['requestId']);
    const code = error instanceof AssayError ? error.code : 'internal';
    res.locals['code'] = code;
    // A sender that has gone is no fault; everything else that is ours goes to the log, whole.
    const ours =
      code === 'internal' ||
      code === 'misconfigured' ||
      code.endsWith('unavailable') ||
      code === 'storage-full';
    if (ours && !(res.destroyed && isGone(thrown)))
      api.log.error({ err: thrown, requestId }, 'a request failed');
    if (!req.complete) endAfterAnswer(req, res);
    sendProblem(res, error, requestId);
  };
}

/** Express and the router throw errors with a `status` for addresses and headers that cannot be read. */
function asKnown(error: unknown): unknown {
  if (error instanceof AssayError) return error;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AssayError('bad-request', 'The address or a header cannot be read.', { cause: error });
  }
  return error;
}

function isGone(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}

function endAfterAnswer(req: Request, res: Response): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
  res.once('finish', () => {
    req.resume();
    const timer = setTimeout(() => req.destroy(), DRAIN_MS);
    req.once('close', () => clearTimeout(timer));
  });
}
