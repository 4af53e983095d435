import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Id, SubmissionEvent } from '../contract/index.ts';
import { type LibraryDb, notify } from '../library/index.ts';

/** Payload is a submission id: its stored events have grown; read them with `readEvents`. */
export const SUBMISSION_CHANNEL = 'assay_submission';
/** Payload is a unit id: runs of that unit wait to be handed out. */
export const DISPATCH_CHANNEL = 'assay_dispatch';
/** Payload is a run id: it is to stop. */
export const CANCEL_CHANNEL = 'assay_cancel';
/** Payload is a PassingNews: nothing of it is stored. */
export const PROGRESS_CHANNEL = 'assay_progress';

/**
 * What a run is doing just now: an event of type `progress`, or of type `run` with status `running`. Its seq is 0,
 * since it is not one of the stored events: send it on without an id.
 */
export const PassingNews = z.strictObject({ submission: Id, event: SubmissionEvent });
export type PassingNews = z.infer<typeof PassingNews>;

export interface Notice {
  readonly channel: string;
  readonly payload: string;
}

/** Between two statements that tell; the first of a burst goes at once. */
const GATHER_MS = 5;

/** What waits to be told, by database; there while a statement that tells is under way. */
const waitingOf = new WeakMap<LibraryDb, Map<string, Notice>>();

/**
 * Wakes whoever listens, one statement at a time: what is told while one is under way goes with the next. Resolves
 * before it is sent, and failing is no error: whatever is lost here is found by timers.
 */
export function wake(db: LibraryDb, notices: readonly Notice[]): void {
  if (notices.length === 0) return;
  const telling = waitingOf.get(db);
  const waiting = telling ?? new Map<string, Notice>();
  for (const notice of notices) waiting.set(`${notice.channel} ${notice.payload}`, notice);
  if (telling) return;
  waitingOf.set(db, waiting);
  setImmediate(() => void tellAll(db, waiting));
}

async function tellAll(db: LibraryDb, waiting: Map<string, Notice>): Promise<void> {
  while (waiting.size > 0) {
    const notices = [...waiting.values()];
    waiting.clear();
    await notify(db.kysely, notices).catch(() => undefined);
    await wait(GATHER_MS, undefined, { ref: false });
  }
  waitingOf.delete(db);
}
