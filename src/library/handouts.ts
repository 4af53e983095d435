import { sql } from 'kysely';
import type { RunOutcome, Sha256 } from '../contract/index.ts';
import type { Queries } from './open-database.ts';

export interface HandedRun {
  readonly run: string;
  readonly handout: number;
  readonly priority: number;
}

/** Any fixed number, in a range of its own: whoever holds it in a transaction is the dispatcher just now. */
const DISPATCH_LOCK = 7_236_114_902;

/** True: this transaction may dispatch; until it ends no other may. It does not wait for the disk: what is lost is handed out again. */
export async function tryDispatchLock(db: Queries): Promise<boolean> {
  const { rows } = await sql<{
    free: boolean;
  }>`
    select pg_try_advisory_xact_lock(${DISPATCH_LOCK}) as free, set_config('synchronous_commit', 'off', true)`.execute(
    db,
  );
  return rows[0]?.free === true;
}

/**
 * Marks waiting runs as handed out: the first of each unit, then the second of each, and so on, within each unit's cap
 * and the total; within a unit by priority, then age.
 */
export async function takeWaitingRuns(db: Queries, maxInFlight: number): Promise<readonly HandedRun[]> {
  const { rows } = await sql<HandedRun>`
    with active as (
      select unit_id, count(*)::int as n from runs where state in ('dispatched', 'running') group by unit_id),
    chosen as (
      select w.id from units u left join active a on a.unit_id = u.id
      cross join lateral (
        select r.id, row_number() over (order by r.priority desc, r.created_at, r.id) + coalesce(a.n, 0) as place
        from runs r where r.unit_id = u.id and r.state = 'queued' and r.not_before <= now()
        order by r.priority desc, r.created_at, r.id limit greatest(u.in_flight_cap - coalesce(a.n, 0), 0)) w
      order by w.place, u.id
      limit greatest(${maxInFlight}::int - (select coalesce(sum(n), 0)::int from active), 0))
    update runs set state = 'dispatched', handouts = handouts + 1, handed_out_at = now()
    from chosen where runs.id = chosen.id and runs.state = 'queued'
    returning runs.id as run, runs.handouts as handout, runs.priority`.execute(db);
  return rows;
}

/** Puts runs back that the queue did not take. */
export async function returnHandouts(
  db: Queries,
  runs: readonly HandedRun[],
  pauseSeconds: number,
): Promise<void> {
  if (runs.length === 0) return;
  await sql`
    update runs set state = 'queued', not_before = now() + make_interval(secs => ${pauseSeconds})
    from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as h(run uuid, handout int)
    where runs.id = h.run and runs.handouts = h.handout and runs.state = 'dispatched'`.execute(db);
}

/** Runs handed out longer ago than that and never claimed. Their time starts again, so each is looked for once per period. */
export async function takeUnclaimed(db: Queries, seconds: number): Promise<readonly HandedRun[]> {
  const { rows } = await sql<HandedRun>`
    update runs set handed_out_at = now()
    where state = 'dispatched' and handed_out_at < now() - make_interval(secs => ${seconds})
    returning id as run, handouts as handout, priority`.execute(db);
  return rows;
}

/** A run whose worker fell silent, or that is to stop and has no worker. */
export interface StrandedRun {
  readonly id: string;
  readonly unitId: string;
  readonly analyzer: string;
  readonly version: string;
  readonly subject: Sha256;
  readonly attempts: number;
  readonly worker: string | null;
  readonly token: string | null;
  readonly cancelled: boolean;
  readonly outcome: RunOutcome | null;
}

export async function findStranded(db: Queries, limit = 100): Promise<readonly StrandedRun[]> {
  const { rows } = await sql<StrandedRun>`
    select id, unit_id as "unitId", analyzer, version, subject, attempts, worker, lease_token as token, outcome,
      cancel_requested_at is not null as cancelled
    from runs where (state = 'running' and lease_until < now())
      or (state in ('queued', 'dispatched') and cancel_requested_at is not null)
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** Open submissions none of whose runs is open: something fell between recording and going on. */
export async function findStuckSubmissions(db: Queries, limit = 100): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from submissions s where s.state in ('queued', 'examining') and not exists (
      select from submission_runs a join runs r on r.id = a.run_id
      where a.submission_id = s.id and a.revision = s.revision and r.state in ('queued', 'dispatched', 'running'))
    order by s.id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/**
 * Runs of a submission that no other open submission waits for are asked to stop. Returns their ids.
 */
export async function requestStop(db: Queries, submissionId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update runs set cancel_requested_at = now(), superseded_at = coalesce(superseded_at, now())
    from submission_runs a, submissions s
    where s.id = ${submissionId} and a.submission_id = s.id and a.revision = s.revision and a.run_id = runs.id
      and runs.state in ('queued', 'dispatched', 'running')
      and not exists (
        select from submission_runs other join submissions o on o.id = other.submission_id and o.revision = other.revision
        where other.run_id = runs.id and o.id <> s.id and o.state in ('queued', 'examining'))
    returning runs.id`.execute(db);
  return rows.map((row) => row.id);
}
