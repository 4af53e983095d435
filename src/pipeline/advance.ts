import type { Transaction } from 'kysely';
import type { CustodyEvent, Submission } from '../contract/index.ts';
import {
  appendCustody,
  type Besides,
  type ClaimedRun,
  type Database,
  type HeldChain,
  type LibraryDb,
  type LockedSubmission,
  lockSubmission,
  readStoredTree,
  type Stored,
  type StoredTree,
  storeStep,
} from '../library/index.ts';
import type { AttachedRun, GoOn } from './attach.ts';
import { DISPATCH_CHANNEL, type Notice, SUBMISSION_CHANNEL, wake } from './channels.ts';
import { conclude } from './conclude.ts';
import { analysedLine, systemLine } from './custody-lines.ts';
import type { Plan } from './plan.ts';
import { keyOf, stateEvent, type Walked, walkTree } from './walk.ts';

/**
 * Moves a submission on as far as the results at hand allow; reports when nothing is left. May be called by anyone at
 * any time, also twice at once: the submission's row is locked, and what is done is not done again.
 */
export async function advance(db: LibraryDb, plan: Plan, id: string): Promise<void> {
  const notices = await db.transact(async (trx) => {
    const submission = await lockSubmission(trx, id);
    if (!submission) return [];
    const moved = await advanceLocked(trx, plan, submission);
    if (!moved) return [];
    await appendCustody(trx, moved.custody, moved.chain);
    return moved.notices;
  });
  wake(db, notices);
}

/** What the caller still owes. */
export interface Moved {
  /** To be written at the end of the transaction, since it makes all others of the unit wait until it ends. */
  readonly custody: readonly CustodyEvent[];
  /** The chain that the custody goes to, if it was locked already. */
  readonly chain: HeldChain | undefined;
  /** The open submissions that still wait for the run that was asked about. */
  readonly waiting: readonly string[] | undefined;
  /** How far the submission is now. */
  readonly progress: Submission['progress'];
  /** Undefined: it goes on. */
  readonly finishedAt: Date | undefined;
  /** The run that the worker goes on with. */
  readonly next: ClaimedRun | undefined;
  /** Whom to wake after the commit. */
  readonly notices: readonly Notice[];
}

/** Undefined: it has ended before. The same for a submission that the caller's transaction has locked or just made. `tree`: if already read. */
export async function advanceLocked(
  trx: Transaction<Database>,
  plan: Plan,
  submission: LockedSubmission,
  known: { readonly tree?: StoredTree; readonly besides?: Besides; readonly goOn?: GoOn | undefined } = {},
): Promise<Moved | undefined> {
  if (submission.state === 'reported' || submission.state === 'cancelled') return undefined;
  const tree = known.tree ?? (await readStoredTree(trx, keyOf(submission)));
  const walked = await walkTree(trx, plan, submission, tree, known.goOn);
  const custody = [
    ...walked.ended.map((run) => analysedLine(submission, run)),
    ...walked.attached.filter((run) => run.reused).map((run) => reusedLine(submission, run)),
  ];
  const notices = noticesOf(submission, walked);
  const runsTotal = tree.runs.length + walked.attached.length;
  const progress = { runsTotal, runsEnded: runsTotal - walked.open, artefacts: walked.nodes.length };
  const next = walked.attached.find((run) => run.claimed)?.claimed;
  if (!walked.done) {
    const stored = await keepExamining(trx, submission, walked, known.besides);
    const { chain, waiting } = stored ?? {};
    return { custody, notices, next, progress, finishedAt: undefined, chain, waiting };
  }
  const reportRuns = walked.growth.runs.length === 0 ? tree.reportRuns : undefined;
  const ending = { ...walked, cancelled: false, reportRuns };
  const { sealed, stored, finishedAt } = await conclude(trx, plan, submission, ending, known.besides);
  return { custody: [...custody, sealed], notices, next, progress, finishedAt, ...stored };
}

async function keepExamining(
  trx: Transaction<Database>,
  submission: LockedSubmission,
  walked: Walked,
  besides: Besides | undefined,
): Promise<Stored | undefined> {
  const starts = submission.state === 'queued' && walked.ended.length > 0;
  const events = [...(starts ? [stateEvent('examining')] : []), ...walked.events];
  const { growth } = walked;
  const isSame = [...Object.values(growth), walked.gaps, events].every((list) => list.length === 0);
  if (isSame) return undefined;
  const step = {
    growth,
    events,
    change: {
      state: starts ? 'examining' : submission.state,
      notExamined: [...submission.notExamined, ...gapsOf(walked)],
    },
  };
  return storeStep(trx, walked.key, step, besides);
}

/** Gaps without undefined members, as the contract has them. */
export function gapsOf(walked: Pick<Walked, 'gaps'>): LockedSubmission['notExamined'] {
  return walked.gaps.map(({ subject, ...gap }) => (subject === undefined ? gap : { subject, ...gap }));
}

function noticesOf(submission: LockedSubmission, walked: Walked): readonly Notice[] {
  const grew: Notice[] =
    walked.done || walked.events.length > 0 ? [{ channel: SUBMISSION_CHANNEL, payload: submission.id }] : [];
  const waits = walked.attached.some((run) => !run.ended && !run.claimed);
  return waits ? [...grew, { channel: DISPATCH_CHANNEL, payload: submission.unitId }] : grew;
}

function reusedLine(submission: LockedSubmission, run: AttachedRun): CustodyEvent {
  const when = run.finishedAt === null ? '' : ` of ${run.finishedAt.toISOString()}`;
  return systemLine(submission, {
    event: 'analysed',
    sha256: run.subject,
    purpose: `run ${run.id}: the result${when} was reused`,
    tool: `${run.analyzer} ${run.version}`,
  });
}
