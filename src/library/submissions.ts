import { sql } from 'kysely';
import type { Exhibit, Id, Marking, Report, Submission, SubmissionState } from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import { addingArtefacts, type NewArtefact } from './tree.ts';

export interface NewSubmission {
  readonly id: Id;
  readonly unitId: Id;
  readonly keyId: Id;
  readonly priority: number;
  readonly marking: Marking;
  readonly markingIsDefault: boolean;
  readonly caseReference: string | null;
  readonly note: string | null;
  readonly source: string | null;
  readonly archivePassword: string | null;
}

/** A submission whose row is locked until the transaction ends. */
export interface LockedSubmission {
  readonly id: Id;
  readonly unitId: Id;
  readonly unitName: string;
  readonly state: SubmissionState;
  readonly revision: number;
  readonly priority: number;
  readonly marking: Marking;
  readonly markingIsDefault: boolean;
  readonly caseReference: string | null;
  readonly note: string | null;
  readonly source: string | null;
  readonly archivePassword: string | null;
  readonly notExamined: Report['notExamined'];
  readonly createdAt: Date;
  readonly exhibits: readonly Exhibit[];
}

/** Adds a submission, whose row the transaction then holds, with the artefacts it makes known. Returns when it was created. */
export async function insertSubmission(
  db: Queries,
  submission: NewSubmission,
  exhibits: readonly Exhibit[],
  artefacts: readonly NewArtefact[] = [],
): Promise<Date> {
  const s = submission;
  const { rows } = await sql<{ createdAt: Date }>`
    with ${addingArtefacts(artefacts)},
    sent as (
      insert into submissions (id, unit_id, key_id, state, priority, marking, marking_is_default, case_reference, note,
        source, archive_password)
      values (${s.id}, ${s.unitId}, ${s.keyId}, 'queued', ${s.priority}, ${s.marking}, ${s.markingIsDefault},
        ${s.caseReference}, ${s.note}, ${s.source}, ${s.archivePassword}) returning id, created_at),
    shown as (
    insert into exhibits (id, submission_id, position, sha256, bytes, claimed_name, marking)
    select (e.body ->> 'id')::uuid, sent.id, e.place - 1, e.body ->> 'sha256', (e.body ->> 'bytes')::bigint,
      e.body ->> 'claimedName', e.body ->> 'marking'
    from sent, jsonb_array_elements(${JSON.stringify(exhibits)}::jsonb) with ordinality as e(body, place))
    select created_at as "createdAt" from sent`.execute(db);
  return rows[0]?.createdAt ?? new Date();
}

const EXHIBITS = sql`(select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'sha256', e.sha256, 'bytes', e.bytes,
  'claimedName', e.claimed_name, 'marking', e.marking) order by e.position), '[]')
  from exhibits e where e.submission_id = s.id)`;

const LOCKED = sql`
  select s.id, s.unit_id as "unitId", u.name as "unitName", s.state, s.revision, s.priority, s.marking,
    s.marking_is_default as "markingIsDefault", s.case_reference as "caseReference", s.note, s.source,
    s.archive_password as "archivePassword", s.not_examined as "notExamined", s.created_at as "createdAt",
    ${EXHIBITS} as exhibits
  from submissions s join units u on u.id = s.unit_id`;

/** Locks a submission. Whoever holds it alone moves its tree on. With `unitId`: only if it is that unit's. */
export async function lockSubmission(
  db: Queries,
  id: Id,
  unitId?: Id,
): Promise<LockedSubmission | undefined> {
  const { rows } = await sql<LockedSubmission>`
    ${LOCKED}
    where s.id = ${id} and s.unit_id = coalesce(${unitId ?? null}::uuid, s.unit_id) for update of s`.execute(
    db,
  );
  return rows[0];
}

/** Locks the open submissions that wait for a run, in the order of their ids, at most so many. */
export async function lockWaiting(
  db: Queries,
  runId: Id,
  limit: number,
): Promise<readonly LockedSubmission[]> {
  const { rows } = await sql<LockedSubmission>`
    ${LOCKED}
    where s.state in ('queued', 'examining') and exists (
      select from submission_runs a where a.run_id = ${runId} and a.submission_id = s.id and a.revision = s.revision)
    order by s.id limit ${limit} for update of s`.execute(db);
  return rows;
}

export interface SubmissionChange {
  readonly state: SubmissionState;
  readonly notExamined: Report['notExamined'];
  /** Set when the submission ends, null when it starts again, undefined to leave it. */
  readonly finishedAt?: Date | null;
  readonly revision?: number;
}

export async function updateSubmission(db: Queries, id: Id, change: SubmissionChange): Promise<void> {
  await db
    .updateTable('submissions')
    .set({
      state: change.state,
      not_examined: JSON.stringify(change.notExamined),
      ...(change.finishedAt === undefined ? {} : { finished_at: change.finishedAt }),
      ...(change.revision === undefined ? {} : { revision: change.revision }),
    })
    .where('id', '=', id)
    .execute();
}

export interface SubmissionFilters {
  readonly state?: SubmissionState;
  readonly marking?: Marking;
  readonly caseReference?: string;
  /** Created at or after. */
  readonly since?: Date;
  /** Created before. */
  readonly until?: Date;
}

export interface Page {
  /** 1–200. */
  readonly limit: number;
  /** Id of the last submission of the page before. */
  readonly after?: Id;
}

/** A submission of the unit's own; undefined when there is none. */
export async function getSubmission(db: Queries, unitId: Id, id: Id): Promise<Submission | undefined> {
  const rows = await readSubmissions(db, sql`s.unit_id = ${unitId} and s.id = ${id}`, 1);
  return rows[0];
}

/** Submissions of the unit, newest first. Fewer than `page.limit`: the last page. */
export async function listSubmissions(
  db: Queries,
  unitId: Id,
  filters: SubmissionFilters,
  page: Page,
): Promise<readonly Submission[]> {
  const wanted = [sql`s.unit_id = ${unitId}`];
  if (page.after) wanted.push(sql`s.id < ${page.after}`);
  if (filters.state) wanted.push(sql`s.state = ${filters.state}`);
  if (filters.marking) wanted.push(sql`s.marking = ${filters.marking}`);
  if (filters.caseReference) wanted.push(sql`s.case_reference = ${filters.caseReference}`);
  if (filters.since) wanted.push(sql`s.created_at >= ${filters.since}`);
  if (filters.until) wanted.push(sql`s.created_at < ${filters.until}`);
  return readSubmissions(db, sql.join(wanted, sql` and `), Math.min(Math.max(page.limit, 1), 200));
}

interface SubmissionRow {
  readonly id: Id;
  readonly unit: Id;
  readonly state: SubmissionState;
  readonly marking: Marking;
  readonly markingIsDefault: boolean;
  readonly caseReference: string | null;
  readonly note: string | null;
  readonly source: string | null;
  readonly priority: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly revision: number;
  readonly exhibits: Exhibit[];
  readonly progress: Submission['progress'];
}

async function readSubmissions(
  db: Queries,
  wanted: ReturnType<typeof sql>,
  limit: number,
): Promise<readonly Submission[]> {
  const { rows } = await sql<SubmissionRow>`
    select s.id, s.unit_id as unit, s.state, s.marking, s.marking_is_default as "markingIsDefault",
      s.case_reference as "caseReference", s.note, s.source, s.priority, s.created_at as "createdAt",
      s.finished_at as "finishedAt", s.revision, ${EXHIBITS} as exhibits,
      (select jsonb_build_object('runsTotal', count(*),
         'runsEnded', count(*) filter (where r.state in ('completed', 'partial', 'failed')),
         'artefacts', (select count(*) from tree_nodes n where n.submission_id = s.id and n.revision = s.revision))
       from submission_runs a join runs r on r.id = a.run_id
       where a.submission_id = s.id and a.revision = s.revision) as progress
    from submissions s where ${wanted} order by s.id desc limit ${limit}`.execute(db);
  return rows.map(asSubmission);
}

function asSubmission(row: SubmissionRow): Submission {
  const { caseReference, note, source, createdAt, finishedAt, ...rest } = row;
  return {
    ...rest,
    ...(caseReference === null ? {} : { caseReference }),
    ...(note === null ? {} : { note }),
    ...(source === null ? {} : { source }),
    createdAt: createdAt.toISOString(),
    ...(finishedAt === null ? {} : { finishedAt: finishedAt.toISOString() }),
  };
}
