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

/** Wakes whoever listens. Whatever is lost here is found by timers, so failing is no error. */
export async function wake(db: LibraryDb, notices: readonly Notice[]): Promise<void> {
  const seen = new Map(notices.map((notice) => [`${notice.channel} ${notice.payload}`, notice]));
  await notify(db.kysely, [...seen.values()]).catch(() => undefined);
}
