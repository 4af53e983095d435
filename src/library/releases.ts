import { sql, type Transaction } from 'kysely';
import {
  AssayError,
  type CustodyEvent,
  type Id,
  labelOf,
  type Principal,
  type Release,
  type ReleaseFields,
  type Report,
} from '../contract/index.ts';
import { appendCustody } from './append-custody.ts';
import { newId } from './new-id.ts';
import type { LibraryDb } from './open-database.ts';
import { checkAudience } from './release-rules.ts';
import { getRelease } from './release-search.ts';
import { takeSnapshot } from './release-snapshot.ts';
import { kindsOf, searchText, termsOf } from './release-terms.ts';
import { getReport } from './reports.ts';
import type { Database } from './schema.ts';
import { lockSubmission } from './submissions.ts';

/** Who asks, and from where. */
export interface Reviewer {
  readonly principal: Principal;
  readonly sourceIpClass: CustodyEvent['sourceIpClass'];
}

/**
 * Puts the newest report of a submission of the reviewer's unit on the shelf, as a snapshot that later analyses do not
 * change. An earlier release of the same submission is withdrawn in the same transaction. Undefined: no such submission
 * here. Errors: `forbidden` (scope, wider marking, audience), `conflict` (not ended yet), `unprocessable`.
 */
export async function release(
  db: LibraryDb,
  reviewer: Reviewer,
  submissionId: Id,
  fields: ReleaseFields,
): Promise<Release | undefined> {
  const { principal } = reviewer;
  requireReview(principal);
  requirePrintable(fields.conclusion);
  const id = newId();
  const found = await db.transact(async (trx) => {
    const submission = await lockSubmission(trx, submissionId, principal.unit.id);
    if (submission === undefined) return false;
    const report = await getReport(trx, principal.unit.id, submissionId, submission.revision);
    if (report === undefined || (submission.state !== 'reported' && submission.state !== 'cancelled'))
      throw new AssayError(
        'conflict',
        'The examination has not ended yet: wait for its report, then release it.',
      );
    checkAudience(report, fields.marking, fields.audience);
    const body = takeSnapshot(report, { ...fields, secrets: [submission.archivePassword ?? ''] });
    const now = Date.now();
    await withdrawEarlier(trx, reviewer, report, new Date(now), id);
    await insertRelease(trx, { id, reviewer, fields, body, reportId: report.id, at: new Date(now + 1) });
    await appendCustody(trx, custodyLines(reviewer, report, 'released', purposeOf(id, fields)));
    return true;
  });
  return found ? getRelease(db.kysely, principal, id) : undefined;
}

/** Takes a release of the own unit off the shelf. Already withdrawn: nothing changes. Undefined: no such release here. */
export async function withdraw(db: LibraryDb, reviewer: Reviewer, id: Id): Promise<Release | undefined> {
  const { principal } = reviewer;
  requireReview(principal);
  await db.transact(async (trx) => {
    const row = await trx
      .selectFrom('releases')
      .select('body')
      .where('id', '=', id)
      .where('unit_id', '=', principal.unit.id)
      .where('withdrawn_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return;
    await trx.updateTable('releases').set({ withdrawn_at: new Date() }).where('id', '=', id).execute();
    await appendCustody(trx, custodyLines(reviewer, row.body, 'withdrawn', `release ${id} withdrawn`));
  });
  const after = await getRelease(db.kysely, principal, id);
  return after?.unit.id === principal.unit.id ? after : undefined;
}

interface NewRelease {
  readonly id: Id;
  readonly reviewer: Reviewer;
  readonly fields: ReleaseFields;
  readonly body: Report;
  readonly reportId: Id;
  readonly at: Date;
}

async function insertRelease(trx: Transaction<Database>, made: NewRelease): Promise<void> {
  const { id, reviewer, fields, body } = made;
  await trx
    .insertInto('releases')
    .values({
      id,
      report_id: made.reportId,
      submission_id: body.submission,
      unit_id: reviewer.principal.unit.id,
      key_id: reviewer.principal.keyId,
      marking: fields.marking,
      audience: fields.audience.kind,
      conclusion: fields.conclusion,
      body: JSON.stringify(body),
      search: sql<string>`to_tsvector('simple', ${searchText(body, fields.conclusion)})`,
      kinds: kindsOf(body),
      released_at: made.at,
    })
    .execute();
  if (fields.audience.kind === 'units') await insertUnits(trx, id, fields.audience.units);
  const terms = termsOf(body);
  await sql`insert into release_terms (release_id, kind, value)
    select ${id}, t.kind, t.value from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as t(kind text, value text)`.execute(
    trx,
  );
}

async function insertUnits(trx: Transaction<Database>, id: Id, units: readonly Id[]): Promise<void> {
  const wanted = [...new Set(units)];
  const { numAffectedRows } = await sql`insert into release_units (release_id, unit_id)
    select ${id}, u.id from units u where u.id = any(${wanted}::uuid[])`.execute(trx);
  if (Number(numAffectedRows ?? 0) !== wanted.length)
    throw new AssayError('unprocessable', 'One of the units to release to does not exist here.', {
      places: [{ pointer: '/audience/units', detail: 'holds the id of a unit that does not exist' }],
    });
}

async function withdrawEarlier(
  trx: Transaction<Database>,
  reviewer: Reviewer,
  report: Report,
  at: Date,
  next: Id,
): Promise<void> {
  const earlier = await trx
    .updateTable('releases')
    .set({ withdrawn_at: at })
    .where('submission_id', '=', report.submission)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of earlier)
    await appendCustody(
      trx,
      custodyLines(reviewer, report, 'withdrawn', `release ${id} replaced by ${next}`),
    );
}

function custodyLines(
  reviewer: Reviewer,
  report: Report,
  event: 'released' | 'withdrawn',
  purpose: string,
): CustodyEvent[] {
  return report.exhibits.map((exhibit) => ({
    unit: reviewer.principal.unit.id,
    event,
    exhibit: exhibit.id,
    submission: report.submission,
    sha256: exhibit.sha256,
    actor: `key:${reviewer.principal.keyId}`,
    role: 'reviewer',
    purpose: purpose.slice(0, 500),
    authorityRef: report.caseReference ?? null,
    tool: `assay ${report.producer.version}`,
    sha256Before: exhibit.sha256,
    sha256After: exhibit.sha256,
    sourceIpClass: reviewer.sourceIpClass,
  }));
}

function purposeOf(id: Id, { audience, marking }: ReleaseFields): string {
  const to = { own: 'own unit', units: 'named units', everyone: 'everyone here' }[audience.kind];
  const named = audience.kind === 'units' ? `: ${audience.units.join(', ')}` : '';
  return `release ${id} as ${labelOf(marking)} to ${to}${named}`;
}

function requireReview(principal: Principal): void {
  if (!principal.scopes.has('review'))
    throw new AssayError('forbidden', 'Releasing and withdrawing need a key with the scope review.');
}

function requirePrintable(conclusion: string): void {
  if (conclusion.trim() === '' || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(conclusion))
    throw new AssayError('unprocessable', 'Write the conclusion in words, without control characters.', {
      places: [{ pointer: '/conclusion', detail: 'must be text without control characters' }],
    });
}
