import type { Transaction } from 'kysely';
import { AssayError, type Submission } from '../contract/index.ts';
import {
  appendCustody,
  type Database,
  getSubmission,
  type LibraryDb,
  type LockedSubmission,
  lockSubmission,
  requestStop,
} from '../library/index.ts';
import type { Asking } from './asking.ts';
import { CANCEL_CHANNEL, type Notice, SUBMISSION_CHANNEL, wake } from './channels.ts';
import { conclude } from './conclude.ts';
import { personLine } from './custody-lines.ts';
import type { Plan } from './plan.ts';
import type { Gap } from './tree.ts';
import { readTree, type Walked } from './walk.ts';

/**
 * Stops a submission of the asker's unit and reports what was learned. Runs that no other submission waits for are
 * stopped too. Undefined: the unit has no such submission. Errors: `conflict` when it has ended already.
 */
export async function cancelSubmission(
  db: LibraryDb,
  plan: Plan,
  id: string,
  asking: Asking,
): Promise<Submission | undefined> {
  const unit = asking.principal.unit.id;
  const cancelled = await db.transact(async (trx) => {
    const submission = await lockSubmission(trx, id, unit);
    if (!submission) return undefined;
    if (submission.state === 'reported' || submission.state === 'cancelled') {
      throw new AssayError('conflict', 'This submission has ended already; its report is there to read.');
    }
    const notices = await cancelLocked(trx, plan, submission, asking);
    return { notices, submission: await getSubmission(trx, unit, id) };
  });
  wake(db, cancelled?.notices ?? []);
  return cancelled?.submission;
}

async function cancelLocked(
  trx: Transaction<Database>,
  plan: Plan,
  submission: LockedSubmission,
  asking: Asking,
): Promise<readonly Notice[]> {
  const walked = await readTree(trx, submission);
  const stopped = await requestStop(trx, submission.id);
  const gaps = [...walked.openRuns.map(stoppedGap), ...unnamed(walked)];
  const { sealed } = await conclude(trx, plan, submission, { ...walked, gaps, events: [], cancelled: true });
  const asked = personLine(submission, asking, {
    event: 'cancelled',
    sha256: null,
    purpose: 'a person stopped the examination',
    tool: `assay ${plan.producerVersion}`,
  });
  await appendCustody(trx, [asked, sealed]);
  const told = { channel: SUBMISSION_CHANNEL, payload: submission.id };
  return [told, ...stopped.map((run) => ({ channel: CANCEL_CHANNEL, payload: run }))];
}

const WHY = 'A person stopped the submission before this had ended.';

function stoppedGap(run: { readonly analyzer: string; readonly subject: string }): Gap {
  return { subject: run.subject, what: `Examination by ${run.analyzer}`, reason: 'not-run', detail: WHY };
}

/** Artefacts that no analyzer was chosen for yet. */
function unnamed(walked: Pick<Walked, 'nodes'>): Gap[] {
  return walked.nodes
    .filter((node) => node.mediaTypes === null)
    .map(({ sha256 }) => {
      return { subject: sha256, what: 'The contents of this artefact', reason: 'not-run', detail: WHY };
    });
}
