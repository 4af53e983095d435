import { appendCustody, type LibraryDb, lockSubmission } from '../library/index.ts';
import { SUBMISSION_CHANNEL, wake } from './channels.ts';
import { conclude } from './conclude.ts';
import type { Plan } from './plan.ts';
import type { Gap } from './tree.ts';
import { readTree } from './walk.ts';

const GAP: Gap = {
  what: 'The rest of this submission',
  reason: 'not-run',
  detail:
    'Assay itself failed while it went on with this submission. Tell your administrator; then have it examined again.',
};

/** Reports an open submission as it stands, saying that the rest was not examined. */
export async function giveUp(db: LibraryDb, plan: Plan, id: string): Promise<void> {
  const told = await db.transact(async (trx) => {
    const submission = await lockSubmission(trx, id);
    if (!submission || submission.state === 'reported' || submission.state === 'cancelled') return false;
    const tree = await readTree(trx, submission);
    const { sealed } = await conclude(trx, plan, submission, {
      ...tree,
      gaps: [GAP],
      events: [],
      cancelled: false,
    });
    await appendCustody(trx, [sealed]);
    return true;
  });
  if (told) wake(db, [{ channel: SUBMISSION_CHANNEL, payload: id }]);
}
