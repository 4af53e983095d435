import { sql } from 'kysely';
import type { EvidenceFile, Id, Report } from '../contract/index.ts';
import type { Queries } from './open-database.ts';

export async function insertReport(db: Queries, report: Report): Promise<void> {
  await db
    .insertInto('reports')
    .values({
      id: report.id,
      submission_id: report.submission,
      revision: report.revision,
      unit_id: report.unit.id,
      body: JSON.stringify(report),
      produced_at: report.producedAt,
    })
    .execute();
}

/** A report of the unit's own: the newest, or the one of a revision. Undefined: none yet, or not this unit's. */
export async function getReport(
  db: Queries,
  unitId: Id,
  submissionId: Id,
  revision?: number,
): Promise<Report | undefined> {
  let query = db
    .selectFrom('reports')
    .select('body')
    .where('unit_id', '=', unitId)
    .where('submission_id', '=', submissionId);
  if (revision !== undefined) query = query.where('revision', '=', revision);
  const row = await query.orderBy('revision', 'desc').limit(1).executeTakeFirst();
  return row?.body;
}

/** An evidence file of a run of the unit's own. Undefined: no such file, or not this unit's. */
export async function getEvidence(
  db: Queries,
  unitId: Id,
  runId: Id,
  evidenceId: string,
): Promise<EvidenceFile | undefined> {
  const { rows } = await sql<EvidenceFile>`
    select e.evidence_id as id, e.media_type as "mediaType", e.caption, e.sha256, e.bytes
    from evidence_files e join runs r on r.id = e.run_id
    where r.unit_id = ${unitId} and e.run_id = ${runId} and e.evidence_id = ${evidenceId}`.execute(db);
  return rows[0];
}
