import { sql } from 'kysely';
import type { Run, RunOutcome } from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import type { TreeKey } from './tree.ts';

/** All runs of a tree as a report shows them, `reused` being about to be attached. Those that have not ended are left out. */
export async function readReportRuns(
  db: Queries,
  key: TreeKey,
  reused: readonly string[],
): Promise<readonly Run[]> {
  const { rows } = await sql<ReportRunRow>`
    select r.id, r.analyzer, r.version, r.models, r.subject, r.outcome, r.attempts, s.reused,
      coalesce(r.started_at, r.created_at) as "startedAt", r.finished_at as "finishedAt"
    from (
      select run_id, reused from submission_runs
      where submission_id = ${key.submission} and revision = ${key.revision}
      union select unnest(${reused}::uuid[]), true) s
    join runs r on r.id = s.run_id where r.state in ('completed', 'partial', 'failed')`.execute(db);
  return rows.map(asReportRun);
}

export function asReportRun({ outcome, startedAt, finishedAt, ...run }: ReportRunRow): Run {
  return { ...outcome, ...run, startedAt: inIso(startedAt), finishedAt: inIso(finishedAt) };
}

/** PostgreSQL's JSON has times with microseconds and an offset. */
function inIso(time: Date | string): string {
  return new Date(time).toISOString();
}

/** A run as the database gives it: its times as dates, or as text where they come inside JSON. */
export interface ReportRunRow extends Omit<Run, keyof RunOutcome | 'startedAt' | 'finishedAt'> {
  readonly outcome: RunOutcome;
  readonly startedAt: Date | string;
  readonly finishedAt: Date | string;
}
