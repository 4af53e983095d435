import { sql } from 'kysely';
import type { Id, MediaType, Report, Sha256 } from '../contract/index.ts';
import type { HeldChain } from './append-custody.ts';
import type { ChainHead } from './custody-line.ts';
import type { NewEvent } from './events.ts';
import type { Queries } from './open-database.ts';
import type { SubmissionChange } from './submissions.ts';
import type { EdgeRow, NodeRow, TreeKey } from './tree.ts';

/** What one step of the walk adds to a tree. */
export interface Growth {
  /** Artefacts that are known already. */
  readonly nodes: readonly NodeRow[];
  readonly named: readonly { readonly sha256: Sha256; readonly mediaTypes: readonly MediaType[] }[];
  readonly edges: readonly EdgeRow[];
  readonly runs: readonly { readonly id: string; readonly reused: boolean }[];
  /** Ended runs of which the submission's events and custody tell from now on. */
  readonly told: readonly string[];
}

/** All that one move of a locked submission writes, but for its custody. */
export interface Step {
  readonly growth?: Growth | undefined;
  /** Without it, state and gaps stay. */
  readonly change?: Pick<SubmissionChange, 'state' | 'notExamined'> & { readonly finishedAt?: Date };
  readonly events: readonly NewEvent[];
  readonly report?: Report;
}

/** What the statement may do besides, where it is the last but custody. */
export interface Besides {
  /** Locks the head of this unit's chain. */
  readonly chainOf?: Id | undefined;
  /** Looks which open submissions wait for this run. */
  readonly run?: Id | undefined;
}

export interface Stored {
  /** Undefined unless asked for; also where the chain has no line yet. */
  readonly chain: HeldChain | undefined;
  readonly waiting: readonly Id[] | undefined;
}

/** Stores all of it in one round trip, numbering the events. The caller has locked the submission. */
export async function storeStep(
  db: Queries,
  key: TreeKey,
  step: Step,
  { chainOf, run }: Besides = {},
): Promise<Stored> {
  const { submission, revision } = key;
  const { rows } = await sql<{ head: ChainHead | null; waiting: Id[] }>`
    with g as (select ${JSON.stringify(step)}::jsonb as body),
    nodes as (
      insert into tree_nodes (submission_id, revision, sha256, depth, bytes, media_types, relation)
      select ${submission}, ${revision}, n.sha256, n.depth, n.bytes, nullif(n."mediaTypes", 'null'::jsonb), n.relation
      from g, jsonb_to_recordset(g.body #> '{growth,nodes}')
        as n(sha256 text, depth int, bytes bigint, "mediaTypes" jsonb, relation text)),
    named as (
      update tree_nodes t set media_types = i."mediaTypes"
      from g, jsonb_to_recordset(g.body #> '{growth,named}') as i(sha256 text, "mediaTypes" jsonb)
      where t.submission_id = ${submission} and t.revision = ${revision} and t.sha256 = i.sha256),
    edges as (
      insert into tree_edges (submission_id, revision, parent, child, relation, claimed_name)
      select ${submission}, ${revision}, e.parent, e.child, e.relation, e."claimedName"
      from g, jsonb_to_recordset(g.body #> '{growth,edges}')
        as e(parent text, child text, relation text, "claimedName" text)
      on conflict do nothing),
    told as (
      update submission_runs s set told = true from g, jsonb_array_elements_text(g.body #> '{growth,told}') as t(id)
      where s.submission_id = ${submission} and s.revision = ${revision} and s.run_id = t.id::uuid),
    runs as (
      insert into submission_runs (submission_id, revision, run_id, reused, told)
      select ${submission}, ${revision}, r.id, r.reused, r.reused
      from g, jsonb_to_recordset(g.body #> '{growth,runs}') as r(id uuid, reused boolean) on conflict do nothing),
    report as (
      insert into reports (id, submission_id, revision, unit_id, body, produced_at)
      select (b ->> 'id')::uuid, ${submission}, ${revision}, (b #>> '{unit,id}')::uuid, b, (b ->> 'producedAt')::timestamptz
      from g, lateral (select g.body -> 'report' as b) as made where b is not null),
    moved as (
      update submissions set state = coalesce(g.body #>> '{change,state}', state),
        not_examined = coalesce(g.body #> '{change,notExamined}', not_examined),
        finished_at = coalesce((g.body #>> '{change,finishedAt}')::timestamptz, finished_at),
        next_event_seq = next_event_seq + ${step.events.length}::int
      from g where id = ${submission} returning next_event_seq - ${step.events.length}::int as first),
    numbered as (
      insert into submission_events (submission_id, seq, body)
      select ${submission}, moved.first + e.place - 1, e.body || jsonb_build_object('seq', moved.first + e.place - 1)
      from moved, g, jsonb_array_elements(g.body -> 'events') with ordinality as e(body, place)),
    head as (select seq, entry_hash from custody_heads where unit_id = ${chainOf ?? null}::uuid for update)
    select (select jsonb_build_object('seq', seq, 'hash', entry_hash) from head) as head,
      array(
        select s.id::text from submission_runs a join submissions s on s.id = a.submission_id and s.revision = a.revision
        where a.run_id = ${run ?? null}::uuid and s.state in ('queued', 'examining')) as waiting`.execute(db);
  const head = rows[0]?.head;
  return {
    chain: chainOf !== undefined && head ? { unit: chainOf, head } : undefined,
    waiting: run === undefined ? undefined : rows[0]?.waiting,
  };
}
