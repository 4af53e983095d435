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

export async function readNodes(db: Queries, key: TreeKey): Promise<readonly NodeRow[]> {
  const { rows } = await sql<NodeRow>`
    select sha256, bytes, depth, media_types as "mediaTypes", relation from tree_nodes
    where submission_id = ${key.submission} and revision = ${key.revision}`.execute(db);
  return rows;
}

export async function readEdges(db: Queries, key: TreeKey): Promise<readonly EdgeRow[]> {
  const { rows } = await sql<EdgeRow>`
    select parent, child, relation, claimed_name as "claimedName" from tree_edges
    where submission_id = ${key.submission} and revision = ${key.revision}`.execute(db);
  return rows;
}

/** Media types are read of nodes that have none yet: outcomes can be large and are not opened without need. */
export async function readTreeRuns(db: Queries, key: TreeKey): Promise<readonly TreeRunRow[]> {
  const { rows } = await sql<TreeRunRow>`
    select r.id, r.analyzer, r.subject, s.told, r.state in ('completed', 'partial', 'failed') as ended,
      r.version, r.worker, r.attempts,
      case when r.state in ('completed', 'partial', 'failed') then r.state end as status,
      case when not s.told then r.outcome ->> 'failure' end as failure,
      case when n.media_types is null then coalesce(r.outcome #> '{result,mediaTypes}', '[]') else '[]' end as "mediaTypes"
    from submission_runs s join runs r on r.id = s.run_id
    join tree_nodes n on n.submission_id = s.submission_id and n.revision = s.revision and n.sha256 = r.subject
    where s.submission_id = ${key.submission} and s.revision = ${key.revision}`.execute(db);
  return rows;
}

/** What the runs of the tree handed on, by run id. */
export async function readChildren(
  db: Queries,
  key: TreeKey,
): Promise<ReadonlyMap<string, readonly ChildArtefact[]>> {
  const { rows } = await sql<{ id: string; children: ChildArtefact[] }>`
    select r.id, r.outcome #> '{result,children}' as children from submission_runs s join runs r on r.id = s.run_id
    where s.submission_id = ${key.submission} and s.revision = ${key.revision}
      and jsonb_array_length(coalesce(r.outcome #> '{result,children}', '[]')) > 0`.execute(db);
  return new Map(rows.map((row) => [row.id, row.children]));
}

/** Adds artefacts, which are known already, to a tree. */
export async function insertNodes(db: Queries, key: TreeKey, nodes: readonly NodeRow[]): Promise<void> {
  if (nodes.length === 0) return;
  await sql`
    insert into tree_nodes (submission_id, revision, sha256, depth, bytes, media_types, relation)
    select ${key.submission}, ${key.revision}, n.sha256, n.depth, n.bytes, nullif(n."mediaTypes", 'null'::jsonb), n.relation
    from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb)
      as n(sha256 text, depth int, bytes bigint, "mediaTypes" jsonb, relation text)`.execute(db);
}

/** Makes artefacts known, and known to a unit. Returns the hashes that the unit had before. */
export async function insertArtefacts(
  db: Queries,
  unitId: string,
  artefacts: readonly { readonly sha256: Sha256; readonly bytes: number }[],
): Promise<ReadonlySet<Sha256>> {
  // Sorted: two transactions that add the same artefacts wait for each other in one order.
  const json = JSON.stringify([...artefacts].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)));
  await sql`
    insert into artefacts (sha256, bytes) select a.sha256, a.bytes
    from jsonb_to_recordset(${json}::jsonb) as a(sha256 text, bytes bigint) on conflict do nothing`.execute(
    db,
  );
  const { rows } = await sql<{ sha256: string }>`
    insert into unit_artefacts (unit_id, sha256, bytes) select ${unitId}, a.sha256, a.bytes
    from jsonb_to_recordset(${json}::jsonb) as a(sha256 text, bytes bigint)
    on conflict do nothing returning sha256`.execute(db);
  const added = new Set(rows.map((row) => row.sha256));
  return new Set(artefacts.map((a) => a.sha256).filter((sha256) => !added.has(sha256)));
}

export async function insertEdges(db: Queries, key: TreeKey, edges: readonly EdgeRow[]): Promise<void> {
  if (edges.length === 0) return;
  await sql`
    insert into tree_edges (submission_id, revision, parent, child, relation, claimed_name)
    select ${key.submission}, ${key.revision}, e.parent, e.child, e.relation, e."claimedName"
    from jsonb_to_recordset(${JSON.stringify(edges)}::jsonb)
      as e(parent text, child text, relation text, "claimedName" text) on conflict do nothing`.execute(db);
}

export async function setMediaTypes(
  db: Queries,
  key: TreeKey,
  identified: readonly { readonly sha256: Sha256; readonly mediaTypes: readonly MediaType[] }[],
): Promise<void> {
  if (identified.length === 0) return;
  await sql`
    update tree_nodes set media_types = i."mediaTypes"
    from jsonb_to_recordset(${JSON.stringify(identified)}::jsonb) as i(sha256 text, "mediaTypes" jsonb)
    where submission_id = ${key.submission} and revision = ${key.revision} and tree_nodes.sha256 = i.sha256`.execute(
    db,
  );
}

/** Notes that the submission's events and custody tell of the end of these runs. */
export async function markTold(db: Queries, key: TreeKey, runs: readonly string[]): Promise<void> {
  if (runs.length === 0) return;
  await sql`
    update submission_runs set told = true where submission_id = ${key.submission} and revision = ${key.revision}
      and run_id = any(${runs}::uuid[])`.execute(db);
}
