import { AssayError, type Submission } from '../contract/index.ts';
import {
  appendCustody,
  appendEvents,
  getSubmission,
  type LibraryDb,
  type LockedSubmission,
  lockSubmission,
  type Queries,
  supersedeRuns,
  updateSubmission,
} from '../library/index.ts';
import { advanceLocked } from './advance.ts';
import type { Asking } from './asking.ts';
import { wake } from './channels.ts';
import { personLine } from './custody-lines.ts';
import type { Plan } from './plan.ts';
import { readTree, stateEvent } from './walk.ts';

/**
 * Examines a submission of the asker's unit again, as a new revision: nothing that the last one found answers for it.
 * The old report stays. Undefined: the unit has no such submission. Errors: `conflict` while it is being examined.
 */
export async function reanalyse(
  db: LibraryDb,
  plan: Plan,
  id: string,
  asking: Asking,
): Promise<Submission | undefined> {
  const unit = asking.principal.unit.id;
  const started = await db.transact(async (trx) => {
    const submission = await lockSubmission(trx, id, unit);
    if (!submission) return undefined;
    const again = await startRevision(trx, submission);
    const asked = personLine(again, asking, {
      event: 'accessed',
      sha256: null,
      purpose: `examined again as revision ${again.revision}`,
      tool: `assay ${plan.producerVersion}`,
    });
    const moved = await advanceLocked(trx, plan, again);
    await appendCustody(trx, [asked, ...(moved?.custody ?? [])], moved?.chain);
    return { notices: moved?.notices ?? [], submission: await getSubmission(trx, unit, id) };
  });
  wake(db, started?.notices ?? []);
  return started?.submission;
}

async function startRevision(trx: Queries, submission: LockedSubmission): Promise<LockedSubmission> {
  if (submission.state !== 'reported' && submission.state !== 'cancelled') {
    throw new AssayError(
      'conflict',
      'This submission is still being examined. Wait for its report or cancel it.',
    );
  }
  const { runs } = await readTree(trx, submission);
  await supersedeRuns(
    trx,
    runs.filter((run) => run.ended).map((run) => run.id),
  );
  const again: LockedSubmission = {
    ...submission,
    state: 'queued',
    revision: submission.revision + 1,
    notExamined: [],
  };
  await updateSubmission(trx, submission.id, { ...again, finishedAt: null });
  await appendEvents(trx, submission.id, [stateEvent('queued')]);
  return again;
}
