import { sql } from 'kysely';
import type { RunOutcome, Sha256 } from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import type { RunSpec } from './schema.ts';

/** A run in the hands of one worker. Times are the database's: clocks of workers do not matter. */
export interface ClaimedRun {
  readonly id: string;
  readonly token: string;
  readonly unitId: string;
  readonly analyzer: string;
  readonly version: string;
  readonly subject: Sha256;
  readonly spec: RunSpec;
  readonly worker: string;
  /** Counts this attempt. */
  readonly attempts: number;
  /** What an earlier attempt had learned. */
  readonly outcome: RunOutcome | null;
  /** The open submissions that waited for it when it was claimed: for passing news. */
  readonly submissions: readonly string[];
}

export interface Claim {
  readonly run: string;
  readonly handout: number;
  readonly token: string;
  readonly worker: string;
  readonly leaseSeconds: number;
}

/** Takes a run that was handed out. Does not wait for the disk: a claim lost with the machine is a lease that ends. Undefined: another has it, it was handed out anew, or it has ended. */
export async function claimRun(db: Queries, claim: Claim): Promise<ClaimedRun | undefined> {
  const { rows } = await sql<ClaimedRun>`
    update runs set state = 'running', lease_token = ${claim.token}, worker = ${claim.worker}, attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${claim.leaseSeconds}), started_at = coalesce(started_at, now())
    from (select set_config('synchronous_commit', 'off', true)) as quick
    where id = ${claim.run} and state = 'dispatched' and handouts = ${claim.handout} and cancel_requested_at is null
    returning id, worker, lease_token as token, unit_id as "unitId", analyzer, version, subject, spec, attempts, outcome,
      array(select submission_id::text from submission_runs where run_id = runs.id limit 20) as submissions`.execute(
    db,
  );
  return rows[0];
}

/** Prolongs leases. Returns the tokens that still hold and are not to stop, and those that are to stop. */
export async function renewLeases(
  db: Queries,
  tokens: readonly string[],
  leaseSeconds: number,
): Promise<{ readonly held: ReadonlySet<string>; readonly stop: ReadonlySet<string> }> {
  const { rows } = await sql<{ token: string; stop: boolean }>`
    update runs set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where lease_token = any(${tokens}::uuid[]) and state = 'running'
    returning lease_token as token, cancel_requested_at is not null as stop`.execute(db);
  const stop = new Set(rows.filter((row) => row.stop).map((row) => row.token));
  return { held: new Set(rows.map((row) => row.token)), stop };
}

/** Puts a run back in line, keeping what the attempt had learned. False: `token` does not hold it any more. */
export async function requeueRun(
  db: Queries,
  again: {
    readonly run: string;
    readonly token: string | null;
    readonly outcome: RunOutcome | null;
    readonly pauseSeconds: number;
    /** The attempt does not count: it was given back unharmed. */
    readonly uncounted?: boolean;
  },
): Promise<boolean> {
  const outcome = again.outcome && JSON.stringify(again.outcome);
  const { rows } = await sql<{ id: string }>`
    update runs set state = 'queued', outcome = coalesce(${outcome}::jsonb, outcome), lease_token = null,
      lease_until = null, cancel_requested_at = null, attempts = attempts - ${again.uncounted ? 1 : 0},
      not_before = now() + make_interval(secs => ${again.pauseSeconds})
    where id = ${again.run} and lease_token is not distinct from ${again.token}::uuid
      and state in ('queued', 'dispatched', 'running') returning id`.execute(db);
  return rows.length > 0;
}
