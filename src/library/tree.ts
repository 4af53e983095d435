import { sql } from 'kysely';
import type {
  ChildArtefact,
  FailureCode,
  MediaType,
  Relation,
  Run,
  RunOutcome,
  Sha256,
} from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import { asReportRun, type ReportRunRow } from './report-runs.ts';

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
  /** Its runs as a report shows them, when all have ended and they are small enough to be read on the chance. */
  readonly reportRuns?: readonly Run[] | undefined;
}

interface TreeJson {
  readonly finished: boolean;
  readonly nodes: NodeRow[] | null;
  readonly runs: TreeRunRow[] | null;
  readonly edges: EdgeRow[] | null;
  readonly children: Record<string, ChildArtefact[]> | null;
  readonly reportRuns: ReportRunRow[] | null;
}

/** Outcomes of a tree up to this are read on the chance that the report is due. */
const SMALL_BYTES = 65_536;

/** How a run ended, told by whoever holds it. */
export interface RunEnd {
  readonly run: string;
  /** Null: it has no holder. */
  readonly token: string | null;
  readonly outcome: RunOutcome;
}

/** Records how a run ended, if `token` still holds it: as the CTE `f`, empty if not. */
function endingRun(end: RunEnd | undefined) {
  if (!end)
    return sql`f as (select null::uuid as id, null::text as state, null::jsonb as outcome, null::timestamptz as finished_at where false)`;
  return sql`f as (
    update runs set state = ${end.outcome.status}, outcome = ${JSON.stringify(end.outcome)}::jsonb, finished_at = now(),
      lease_token = null, lease_until = null, spec = spec - 'password'
    where id = ${end.run} and lease_token is not distinct from ${end.token}::uuid
      and state in ('queued', 'dispatched', 'running') returning id, state, outcome, finished_at)`;
}

/** Records how a run ended, if its token still holds it. False: it does not, and nothing was written. */
export async function finishRun(db: Queries, end: RunEnd): Promise<boolean> {
  const { rows } = await sql`with ${endingRun(end)} select id from f`.execute(db);
  if (rows.length > 0) await insertEvidence(db, end);
  return rows.length > 0;
}

/** The same together with reading one tree that waits for it, as it stands then. Undefined: nothing was written. */
export async function finishRunOf(db: Queries, key: TreeKey, end: RunEnd): Promise<StoredTree | undefined> {
  const { tree, finished } = await readTreeRow(db, key, false, end);
  if (!finished) return undefined;
  await insertEvidence(db, end);
  return tree;
}

/**
 * Reads a tree in one round trip. Media types are taken from the outcomes of nodes that have none yet: outcomes can be
 * large and are not opened without need. `whole`: edges and children whatever the runs' state.
 */
export async function readStoredTree(db: Queries, key: TreeKey, whole = false): Promise<StoredTree> {
  return (await readTreeRow(db, key, whole, undefined)).tree;
}

async function readTreeRow(
  db: Queries,
  key: TreeKey,
  whole: boolean,
  end: RunEnd | undefined,
): Promise<{ readonly tree: StoredTree; readonly finished: boolean }> {
  const { rows } = await sql<TreeJson>`
    with ${endingRun(end)},
    n as (
      select * from tree_nodes where submission_id = ${key.submission} and revision = ${key.revision}),
    r as (
      select runs.id, runs.analyzer, runs.subject, runs.version, runs.worker, runs.attempts, runs.models, s.told, s.reused,
        coalesce(runs.started_at, runs.created_at) as started_at, coalesce(f.finished_at, runs.finished_at) as finished_at,
        coalesce(f.state, runs.state) as state, coalesce(f.outcome, runs.outcome) as outcome,
        coalesce(f.state, runs.state) in ('completed', 'partial', 'failed') as ended
      from submission_runs s join runs on runs.id = s.run_id left join f on f.id = runs.id
      where s.submission_id = ${key.submission} and s.revision = ${key.revision}),
    level as (select ${whole}::boolean or not exists (select from r where not ended) as over)
    select exists (select from f) as finished,
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
        and jsonb_array_length(coalesce(r.outcome #> '{result,children}', '[]')) > 0) as children,
      (select jsonb_agg(jsonb_build_object('id', r.id, 'analyzer', r.analyzer, 'version', r.version, 'models', r.models,
        'subject', r.subject, 'outcome', r.outcome, 'attempts', r.attempts, 'reused', r.reused,
        'startedAt', r.started_at, 'finishedAt', r.finished_at)) from r, level where level.over
        and (select sum(pg_column_size(outcome)) from r) < ${SMALL_BYTES}::int) as "reportRuns"`.execute(db);
  const tree = rows[0];
  const stored = {
    nodes: tree?.nodes ?? [],
    runs: tree?.runs ?? [],
    edges: tree?.edges ?? [],
    children: new Map(Object.entries(tree?.children ?? {})),
    reportRuns: tree?.reportRuns?.map(asReportRun),
  };
  return { tree: stored, finished: tree?.finished ?? false };
}

async function insertEvidence(db: Queries, { run, outcome }: RunEnd): Promise<void> {
  const { evidence } = outcome.result;
  if (evidence.length === 0) return;
  await sql`
    insert into evidence_files (run_id, evidence_id, sha256, bytes, media_type, caption)
    select ${run}, e.id, e.sha256, e.bytes, e."mediaType", e.caption
    from jsonb_to_recordset(${JSON.stringify(evidence)}::jsonb)
      as e(id text, sha256 text, bytes bigint, "mediaType" text, caption text) on conflict do nothing`.execute(
    db,
  );
}

export interface NewArtefact {
  readonly sha256: Sha256;
  readonly bytes: number;
}

/** Sorted: two transactions that add the same artefacts wait for each other in one order. */
export function inOrder(artefacts: readonly NewArtefact[]): string {
  return JSON.stringify([...artefacts].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)));
}

/** Makes artefacts known to the database; not yet to any unit. */
export async function insertArtefacts(db: Queries, artefacts: readonly NewArtefact[]): Promise<void> {
  await sql`with ${addingArtefacts(artefacts)} select`.execute(db);
}

/** The same as a CTE. */
export function addingArtefacts(artefacts: readonly NewArtefact[]) {
  return sql`met as (
    insert into artefacts (sha256, bytes) select a.sha256, a.bytes
    from jsonb_to_recordset(${inOrder(artefacts)}::jsonb) as a(sha256 text, bytes bigint)
    on conflict do nothing)`;
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
