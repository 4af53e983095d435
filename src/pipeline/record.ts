import type { Transaction } from 'kysely';
import type { CustodyEvent, RunOutcome, Sha256 } from '../contract/index.ts';
import {
  appendCustody,
  type ClaimedRun,
  type Database,
  finishRun,
  finishRunOf,
  type LibraryDb,
  lockWaiting,
  requeueRun,
  waitingFor,
} from '../library/index.ts';
import { advance, advanceLocked, type Moved } from './advance.ts';
import type { GoOn } from './attach.ts';
import { DISPATCH_CHANNEL, type Notice, wake } from './channels.ts';
import { attemptLine } from './custody-lines.ts';
import type { Plan } from './plan.ts';
import { keyOf } from './walk.ts';

/** A run in somebody's hands: a worker's by its token, or nobody's (null). */
export interface HeldRun {
  readonly id: string;
  readonly token: string | null;
  readonly unitId: string;
  readonly analyzer: string;
  readonly version: string;
  readonly subject: Sha256;
  readonly attempts: number;
  readonly worker: string | null;
}

/** Submissions moved on in the transaction that records a run; further ones follow after it, so that it stays short. */
const AT_ONCE = 8;

export interface Recording {
  /** The submissions are left to others. */
  readonly alone: boolean;
  /** The worker would go straight on with a run that follows from this one over the same artefact. */
  readonly goOn?: Omit<GoOn, 'subject'>;
  /** Told, after the commit, of the run that the worker holds from now on. */
  readonly onNext?: (run: ClaimedRun) => void;
}

/**
 * Records how a run ended and moves on the submissions that wait for it. False: the run is no longer held by this
 * token, and nothing was written; so each run gets exactly one result.
 */
export async function recordOutcome(
  db: LibraryDb,
  plan: Plan,
  run: HeldRun,
  outcome: RunOutcome,
  how: Recording = { alone: false },
): Promise<boolean> {
  const recorded = await db.transact((trx) => recordIn(trx, plan, run, outcome, how));
  if (!recorded) return false;
  // A worker that goes on with the next run leaves no room for another.
  const { next } = recorded;
  wake(db, [...recorded.notices, ...(next ? [] : [{ channel: DISPATCH_CHANNEL, payload: run.unitId }])]);
  if (next) how.onNext?.(next);
  if (!how.alone) for (const id of recorded.later) await advance(db, plan, id);
  return true;
}

async function recordIn(
  trx: Transaction<Database>,
  plan: Plan,
  run: HeldRun,
  outcome: RunOutcome,
  how: Recording,
): Promise<
  { notices: readonly Notice[]; later: readonly string[]; next: ClaimedRun | undefined } | undefined
> {
  // Submissions are locked before the run, here as everywhere, so that nobody waits in a circle.
  const [first, ...others] = how.alone ? [] : await lockWaiting(trx, run.id, AT_ONCE);
  const end = { run: run.id, token: run.token, outcome };
  const steps: (Moved | undefined)[] = [];
  if (first) {
    const tree = await finishRunOf(trx, keyOf(first), end);
    if (!tree) return undefined;
    // The head is locked before the others' artefacts would be: only where there are no others.
    const goOn = how.goOn && { subject: run.subject, ...how.goOn };
    const besides = others.length > 0 ? {} : { chainOf: run.unitId, run: run.id };
    steps.push(await advanceLocked(trx, plan, first, { tree, besides, goOn }));
  } else if (!(await finishRun(trx, end))) return undefined;
  for (const other of others) steps.push(await advanceLocked(trx, plan, other));
  const moved = steps.filter((step) => step !== undefined);
  const custody = moved.flatMap((one) => one.custody);
  const unseen = custody.length > 0 ? [] : [attemptLine(run, undefined, outcomeWords(outcome))];
  // Who attached while this transaction ran waited for the run's row and saw it before we ended; the rest are here.
  const seen = new Set([first, ...others].map((submission) => submission?.id));
  const later = (moved[0]?.waiting ?? (await waitingFor(trx, run.id))).filter((id) => !seen.has(id));
  await appendCustody(trx, [...custody, ...unseen], moved[0]?.chain);
  return { notices: moved.flatMap((one) => one.notices), later, next: moved[0]?.next };
}

export interface GivenBack {
  readonly why: string;
  /** What the attempt had learned. */
  readonly outcome: RunOutcome | null;
  readonly pauseSeconds: number;
  readonly uncounted?: boolean;
}

/** Puts a run back in line, with a custody line that tells of the attempt. False: the token does not hold it. */
export async function giveBack(db: LibraryDb, run: HeldRun, back: GivenBack): Promise<boolean> {
  const done = await db.transact(async (trx) => {
    const waiting = (await waitingFor(trx, run.id)).slice(0, AT_ONCE);
    if (!(await requeueRun(trx, { run: run.id, token: run.token, ...back }))) return false;
    const told: (string | undefined)[] = waiting.length > 0 ? [...waiting] : [undefined];
    const lines: CustodyEvent[] = told.map((id) => attemptLine(run, id, `${back.why}; it is tried again`));
    await appendCustody(trx, lines);
    return true;
  });
  if (done) wake(db, [{ channel: DISPATCH_CHANNEL, payload: run.unitId }]);
  return done;
}

function outcomeWords(outcome: RunOutcome): string {
  return outcome.failure === undefined ? outcome.status : `${outcome.status}: ${outcome.failure}`;
}
