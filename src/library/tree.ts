import { sql } from 'kysely';
import type {
  ChildArtefact,
  FailureCode,
  MediaType,
  Relation,
  RunOutcome,
  Sha256,
} from '../contract/index.ts';
import type { Queries } from './open-database.ts';

/** One revision of one submission. */
export interface TreeKey {
  readonly submission: string;
  readonly revision: number;
}

export interface NodeRow {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly depth: number;
  readonly mediaTypes: readonly MediaType[] | null;
  readonly relation: 'exhibit' | Relation;
}

export interface EdgeRow {
  readonly parent: Sha256;
  readonly child: Sha256;
  readonly relation: Relation;
  readonly claimedName: string;
}

/** A run of the tree with no more of its outcome than the walk needs. */
export interface TreeRunRow {
  readonly id: string;
  readonly analyzer: string;
  readonly subject: Sha256;
  readonly ended: boolean;
  /** The submission's events and custody tell of its end. */
  readonly told: boolean;
  readonly version: string;
  readonly worker: string | null;
  readonly attempts: number;
  readonly status: RunOutcome['status'] | null;
  readonly failure: FailureCode | null;
  readonly mediaTypes: readonly MediaType[];
}

/** A tree as it is stored. Edges and children are read only when all its runs have ended: only then are they needed. */
export interface StoredTree {
  readonly nodes: readonly NodeRow[];
  readonly runs: readonly TreeRunRow[];
  readonly edges: readonly EdgeRow[];
  /** What the runs handed on, by run id. */
  readonly children: ReadonlyMap<string, readonly ChildArtefact[]>;
}

interface TreeJson {
  readonly nodes: NodeRow[] | null;
  readonly runs: TreeRunRow[] | null;
  readonly edges: EdgeRow[] | null;
  readonly children: Record<string, ChildArtefact[]> | null;
}

/**
 * Reads a tree in one round trip. Media types are taken from the outcomes of nodes that have none yet: outcomes can be
 * large and are not opened without need. `whole`: edges and children whatever the runs' state.
 */
export async function readStoredTree(db: Queries, key: TreeKey, whole = false): Promise<StoredTree> {
  const { rows } = await sql<TreeJson>`
    with n as (
      select * from tree_nodes where submission_id = ${key.submission} and revision = ${key.revision}),
    r as (
      select runs.*, s.told, runs.state in ('completed', 'partial', 'failed') as ended
      from submission_runs s join runs on runs.id = s.run_id
      where s.submission_id = ${key.submission} and s.revision = ${key.revision}),
    level as (select ${whole}::boolean or not exists (select from r where not ended) as over)
    select
      (select jsonb_agg(jsonb_build_object('sha256', sha256, 'bytes', bytes, 'depth', depth,
        'mediaTypes', media_types, 'relation', relation)) from n) as nodes,
      (select jsonb_agg(jsonb_build_object('id', r.id, 'analyzer', r.analyzer, 'subject', r.subject, 'told', r.told,
        'ended', r.ended, 'version', r.version, 'worker', r.worker, 'attempts', r.attempts,
        'status', case when r.ended then r.state end,
        'failure', case when r.ended and not r.told then r.outcome ->> 'failure' end,
        'mediaTypes', case when n.media_types is null then coalesce(r.outcome #> '{result,mediaTypes}', '[]') else '[]' end))
        from r join n on n.sha256 = r.subject) as runs,
      (select jsonb_agg(jsonb_build_object('parent', parent, 'child', child, 'relation', relation,
        'claimedName', claimed_name)) from tree_edges, level where level.over
        and submission_id = ${key.submission} and revision = ${key.revision}) as edges,
      (select jsonb_object_agg(r.id, r.outcome #> '{result,children}') from r, level where level.over and r.ended
        and jsonb_array_length(coalesce(r.outcome #> '{result,children}', '[]')) > 0) as children`.execute(
    db,
  );
  const tree = rows[0];
  return {
    nodes: tree?.nodes ?? [],
    runs: tree?.runs ?? [],
    edges: tree?.edges ?? [],
    children: new Map(Object.entries(tree?.children ?? {})),
  };
}

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

/** Stores all of it in one round trip. */
export async function growTree(db: Queries, key: TreeKey, growth: Growth): Promise<void> {
  if (Object.values(growth).every((list) => list.length === 0)) return;
  const json = JSON.stringify(growth);
  const { submission, revision } = key;
  await sql`
    with g as (select ${json}::jsonb as body),
    nodes as (
      insert into tree_nodes (submission_id, revision, sha256, depth, bytes, media_types, relation)
      select ${submission}, ${revision}, n.sha256, n.depth, n.bytes, nullif(n."mediaTypes", 'null'::jsonb), n.relation
      from g, jsonb_to_recordset(g.body -> 'nodes')
        as n(sha256 text, depth int, bytes bigint, "mediaTypes" jsonb, relation text)),
    named as (
      update tree_nodes t set media_types = i."mediaTypes"
      from g, jsonb_to_recordset(g.body -> 'named') as i(sha256 text, "mediaTypes" jsonb)
      where t.submission_id = ${submission} and t.revision = ${revision} and t.sha256 = i.sha256),
    edges as (
      insert into tree_edges (submission_id, revision, parent, child, relation, claimed_name)
      select ${submission}, ${revision}, e.parent, e.child, e.relation, e."claimedName"
      from g, jsonb_to_recordset(g.body -> 'edges') as e(parent text, child text, relation text, "claimedName" text)
      on conflict do nothing),
    told as (
      update submission_runs s set told = true from g, jsonb_array_elements_text(g.body -> 'told') as t(id)
      where s.submission_id = ${submission} and s.revision = ${revision} and s.run_id = t.id::uuid)
    insert into submission_runs (submission_id, revision, run_id, reused, told)
    select ${submission}, ${revision}, r.id, r.reused, r.reused
    from g, jsonb_to_recordset(g.body -> 'runs') as r(id uuid, reused boolean) on conflict do nothing`.execute(
    db,
  );
}

export interface NewArtefact {
  readonly sha256: Sha256;
  readonly bytes: number;
}

/** Sorted: two transactions that add the same artefacts wait for each other in one order. */
function inOrder(artefacts: readonly NewArtefact[]): string {
  return JSON.stringify([...artefacts].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)));
}

/** Makes artefacts known to the database; not yet to any unit. */
export async function insertArtefacts(db: Queries, artefacts: readonly NewArtefact[]): Promise<void> {
  await sql`
    insert into artefacts (sha256, bytes) select a.sha256, a.bytes
    from jsonb_to_recordset(${inOrder(artefacts)}::jsonb) as a(sha256 text, bytes bigint)
    on conflict do nothing`.execute(db);
}

/** Makes known artefacts the unit's own, and holds the unit's row where some are new. Returns the hashes that it had before. */
export async function insertUnitArtefacts(
  db: Queries,
  unitId: string,
  artefacts: readonly NewArtefact[],
): Promise<ReadonlySet<Sha256>> {
  const { rows } = await sql<{ sha256: string }>`
    insert into unit_artefacts (unit_id, sha256, bytes) select ${unitId}, a.sha256, a.bytes
    from jsonb_to_recordset(${inOrder(artefacts)}::jsonb) as a(sha256 text, bytes bigint)
    on conflict do nothing returning sha256`.execute(db);
  const added = new Set(rows.map((row) => row.sha256));
  return new Set(artefacts.map((a) => a.sha256).filter((sha256) => !added.has(sha256)));
}
