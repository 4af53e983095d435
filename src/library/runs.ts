import { sql } from 'kysely';
import type { ChildArtefact, FailureCode, MediaType, RunOutcome, Sha256 } from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import type { RunSpec } from './schema.ts';

export interface NewRun {
  readonly id: string;
  readonly cacheKey: string;
  readonly analyzer: string;
  readonly version: string;
  readonly models: Readonly<Record<string, Sha256>>;
  readonly subject: Sha256;
  readonly spec: RunSpec;
  readonly priority: number;
}

/** The run that now answers for a cache key. */
export interface CurrentRun {
  readonly id: string;
  readonly cacheKey: string;
  readonly ended: boolean;
  readonly status: RunOutcome['status'] | null;
  readonly failure: FailureCode | null;
  readonly mediaTypes: readonly MediaType[];
  readonly children: readonly ChildArtefact[];
  readonly finishedAt: Date | null;
}

/**
 * Finds the runs at hand and keeps them as they are until the transaction ends: a worker that is about to record one
 * of them waits, and so sees who has attached to it meanwhile.
 */
export async function findCurrentRuns(
  db: Queries,
  unitId: string,
  cacheKeys: readonly string[],
): Promise<readonly CurrentRun[]> {
  const { rows } = await sql<CurrentRun>`
    select id, cache_key as "cacheKey", state in ('completed', 'partial', 'failed') as ended,
      case when state in ('completed', 'partial', 'failed') then state end as status, outcome ->> 'failure' as failure,
      coalesce(outcome #> '{result,mediaTypes}', '[]') as "mediaTypes",
      coalesce(outcome #> '{result,children}', '[]') as children, finished_at as "finishedAt"
    from runs where unit_id = ${unitId} and cache_key = any(${cacheKeys}::text[]) and superseded_at is null
    order by cache_key for share`.execute(db);
  return rows;
}

/** Takes runs out of use as cached answers; they stay in the reports they are in. */
export async function supersedeRuns(db: Queries, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update runs set superseded_at = now() where id = any(${ids}::uuid[])`.execute(db);
}

/** One of the runs that are added goes straight into the hands of a worker. */
export interface FirstClaim {
  readonly run: string;
  readonly token: string;
  readonly worker: string;
  readonly leaseSeconds: number;
}

/** Adds queued runs. A run whose cache key another transaction took meanwhile is left out of the answer. */
export async function insertRuns(
  db: Queries,
  unitId: string,
  runs: readonly NewRun[],
  claim?: FirstClaim,
): Promise<ReadonlySet<string>> {
  if (runs.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    insert into runs (id, unit_id, cache_key, analyzer, version, models, subject, spec, priority, state, lease_token,
      worker, lease_until, attempts, handouts, started_at, handed_out_at)
    select r.id, ${unitId}, r."cacheKey", r.analyzer, r.version, r.models, r.subject, r.spec, r.priority,
      case when c.id is null then 'queued' else 'running' end, c.token, c.worker, now() + make_interval(secs => c.lease),
      case when c.id is null then 0 else 1 end, case when c.id is null then 0 else 1 end,
      case when c.id is not null then now() end, case when c.id is not null then now() end
    from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as r(id uuid, "cacheKey" text, analyzer text, version text,
      models jsonb, subject text, spec jsonb, priority int)
    left join (
      select ${claim?.run ?? null}::uuid as id, ${claim?.token ?? null}::uuid as token, ${claim?.worker ?? null}::text as worker,
        ${claim?.leaseSeconds ?? null}::float8 as lease) c on c.id = r.id
    on conflict (unit_id, cache_key) where superseded_at is null do nothing returning id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** An urgent submission lifts the priority of the equal runs that still wait. */
export async function liftPriority(db: Queries, priority: number, runs: readonly string[]): Promise<void> {
  if (runs.length === 0 || priority === 0) return;
  await sql`
    update runs set priority = ${priority}
    where id = any(${runs}::uuid[]) and state = 'queued' and priority < ${priority}`.execute(db);
}

/** The open submissions that wait for a run, in the order in which they are to be locked. */
export async function waitingFor(db: Queries, runId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from submission_runs a join submissions s on s.id = a.submission_id and s.revision = a.revision
    where a.run_id = ${runId} and s.state in ('queued', 'examining') order by s.id`.execute(db);
  return rows.map((row) => row.id);
}
