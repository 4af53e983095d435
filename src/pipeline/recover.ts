import { AssayError } from '../contract/index.ts';
import {
  findStranded,
  findStuckSubmissions,
  type LibraryDb,
  type StrandedRun,
  waitingFor,
} from '../library/index.ts';
import { advance } from './advance.ts';
import { giveUp } from './give-up.ts';
import { withoutAnswer } from './lost-outcome.ts';
import type { Log, Plan } from './plan.ts';
import { giveBack, recordOutcome } from './record.ts';
import { keepLearned, MAX_CLAIMS } from './retry.ts';
import { wordsOf } from './words-of.ts';

export interface Recovering {
  readonly db: LibraryDb;
  readonly plan: Plan;
  readonly log: Log;
}

/** Brings on whatever a dead worker or process left behind. Several may do so at once: each step is done once. */
export async function recover({ db, plan, log }: Recovering): Promise<void> {
  for (const run of await findStranded(db.kysely)) {
    await each(log, run.id, () => recoverRun(db, plan, log, run));
  }
  for (const id of await findStuckSubmissions(db.kysely)) {
    await each(log, id, () => advanceOrGiveUp(db, plan, log, id));
  }
}

/** A submission that cannot be moved on is reported with what was learned: waiting would not help it. */
async function advanceOrGiveUp(db: LibraryDb, plan: Plan, log: Log, id: string): Promise<void> {
  try {
    await advance(db, plan, id);
  } catch (error) {
    if (error instanceof AssayError && error.code === 'database-unavailable') throw error;
    log.error(
      { submission: id, error: wordsOf(error) },
      'a submission could not be moved on; it is reported as it is',
    );
    await giveUp(db, plan, id);
  }
}

/** One that cannot be recovered must not keep the others from it. */
async function each(log: Log, id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error(
      { id, error: wordsOf(error) },
      'something left behind could not be brought on; it is tried again',
    );
  }
}

async function recoverRun(db: LibraryDb, plan: Plan, log: Log, run: StrandedRun): Promise<void> {
  const isolation = run.outcome?.isolation ?? 'process';
  if (run.cancelled && (await waitingFor(db.kysely, run.id)).length === 0) {
    const stopped = withoutAnswer('cancelled', 'A person stopped it before it had ended.', isolation);
    await recordOutcome(db, plan, run, keepLearned(run.outcome, stopped));
    return;
  }
  log.warn({ run: run.id, attempt: run.attempts }, 'the worker of a run fell silent');
  if (run.attempts < MAX_CLAIMS) {
    await giveBack(db, run, { why: 'its worker fell silent', outcome: null, pauseSeconds: 0 });
    return;
  }
  const detail = `Each of ${run.attempts} attempts ended because the worker stopped. The artefact may be made to stop it.`;
  const lost = withoutAnswer('lost', detail, isolation);
  await recordOutcome(db, plan, run, keepLearned(run.outcome, lost));
}
