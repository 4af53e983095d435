import { sql } from 'kysely';
import type { SubmissionEvent } from '../contract/index.ts';
import type { Queries } from './open-database.ts';

/** An event before it has its number. */
export type NewEvent = { [T in SubmissionEvent as T['type']]: Omit<T, 'seq'> }[SubmissionEvent['type']];

/** Numbers and stores events of a submission, whose row the caller has locked. */
export async function appendEvents(
  db: Queries,
  submissionId: string,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    with taken as (
      update submissions set next_event_seq = next_event_seq + ${events.length}
      where id = ${submissionId} returning next_event_seq - ${events.length} as first)
    insert into submission_events (submission_id, seq, body)
    select ${submissionId}, taken.first + e.place - 1, e.body || jsonb_build_object('seq', taken.first + e.place - 1)
    from taken, jsonb_array_elements(${JSON.stringify(events)}::jsonb) with ordinality as e(body, place)`.execute(
    db,
  );
}

/** Events of a submission with a number above `afterSeq`, oldest first, at most 1 000. The caller has checked whose it is. */
export async function readEvents(
  db: Queries,
  submissionId: string,
  afterSeq: number,
): Promise<readonly SubmissionEvent[]> {
  const rows = await db
    .selectFrom('submission_events')
    .select('body')
    .where('submission_id', '=', submissionId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(1_000)
    .execute();
  return rows.map((row) => row.body);
}

/** One NOTIFY after the work is committed: inside a transaction it would make all committers queue. Does not wait for the disk. */
export async function notify(
  db: Queries,
  notices: readonly { readonly channel: string; readonly payload: string }[],
): Promise<void> {
  if (notices.length === 0) return;
  await sql`
    select set_config('synchronous_commit', 'off', true), pg_notify(n.channel, n.payload)
    from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as n(channel text, payload text)`.execute(db);
}
