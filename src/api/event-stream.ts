import type { Response } from 'express';
import { AssayError, type SubmissionEvent } from '../contract/index.ts';
import { listKeys, readEvents } from '../library/index.ts';
import type { ApiContext } from './api-context.ts';

const HEARTBEAT_MS = 15_000;
/** A key that is revoked or expires while it follows is noticed within this time. */
const KEY_CHECK_MS = 5_000;
/** Unread text of one stream, bytes: a reader that is slower than this is cut off and comes back with Last-Event-ID. */
const MAX_BEHIND = 1024 * 1024;

export interface StreamRequest {
  readonly submission: string;
  readonly keyId: string;
  readonly afterSeq: number;
  readonly signal: AbortSignal;
}

/**
 * Server-sent events of one submission (WHATWG HTML section 9.2): stored ones with an id, passing ones without,
 * heartbeats as comments. Ends after the terminal state, or when the key has ended. Errors: `rate-limited` when a key holds too many.
 */
export async function streamEvents(api: ApiContext, res: Response, asked: StreamRequest): Promise<void> {
  const release = holdStream(api, asked.keyId);
  const stop = new AbortController();
  const heartbeat = setInterval(() => write(res, ': still here\n\n', stop), HEARTBEAT_MS);
  const keyCheck = setInterval(() => void endWithKey(api, asked.keyId, stop), KEY_CHECK_MS);
  const unsubscribe = subscribe(api, res, asked, stop);
  try {
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    write(res, 'retry: 2000\n\n', stop);
    unsubscribe.wake();
    await ended(AbortSignal.any([stop.signal, asked.signal]));
  } finally {
    clearInterval(heartbeat);
    clearInterval(keyCheck);
    unsubscribe.stop();
    release();
    res.end();
  }
}

function holdStream(api: ApiContext, keyId: string): () => void {
  const most = api.limits.eventStreamsPerKey ?? 20;
  const open = api.openStreams.get(keyId) ?? 0;
  if (open >= most) {
    throw new AssayError('rate-limited', `A key may hold ${most} event streams open. Close one first.`, {
      retryAfterSeconds: 5,
    });
  }
  api.openStreams.set(keyId, open + 1);
  api.meters.eventStreams.inc();
  return () => {
    api.meters.eventStreams.dec();
    const left = (api.openStreams.get(keyId) ?? 1) - 1;
    if (left === 0) api.openStreams.delete(keyId);
    else api.openStreams.set(keyId, left);
  };
}

async function endWithKey(api: ApiContext, keyId: string, stop: AbortController): Promise<void> {
  try {
    const [key] = await listKeys(api.db.kysely, { id: keyId });
    const hasExpired = typeof key?.expiresAt === 'string' && Date.parse(key.expiresAt) <= Date.now();
    if (key === undefined || key.revokedAt !== null || hasExpired) stop.abort();
  } catch {
    // The database is away and sends no events either: asked again in a moment.
  }
}

/** Sends what is stored, then what comes. One reading at a time; a wake during one leads to another. */
function subscribe(api: ApiContext, res: Response, asked: StreamRequest, stop: AbortController) {
  let sent = asked.afterSeq;
  let running = false;
  let again = false;
  const readOnce = async (): Promise<void> => {
    for (;;) {
      const events = await readEvents(api.db.kysely, asked.submission, sent);
      for (const event of events) {
        write(res, `id: ${event.seq}\n${frame(event)}`, stop);
        sent = event.seq;
      }
      const last = events.at(-1);
      if (last && isEnd(last)) stop.abort();
      if (events.length === 0 || stop.signal.aborted) return;
    }
  };
  const wake = (): void => {
    again = true;
    if (running) return;
    running = true;
    const run = async (): Promise<void> => {
      while (again && !stop.signal.aborted) {
        again = false;
        await readOnce();
      }
    };
    run()
      // The reader connects again with Last-Event-ID: nothing is lost.
      .catch(() => stop.abort())
      .finally(() => {
        running = false;
      });
  };
  const quit = api.events.subscribe(asked.submission, {
    grown: wake,
    passing: (event) => write(res, frame(event), stop),
    end: () => stop.abort(),
  });
  return { wake, stop: quit };
}

function frame(event: SubmissionEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function isEnd(event: SubmissionEvent): boolean {
  return event.type === 'state' && (event.state === 'reported' || event.state === 'cancelled');
}

function write(res: Response, text: string, stop: AbortController): void {
  if (res.writableEnded || res.destroyed) return;
  res.write(text);
  if (res.writableLength > MAX_BEHIND) stop.abort();
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
