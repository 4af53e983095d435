import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AssayError, type RunOutcome } from '../contract/index.ts';
import type { ClaimedRun } from '../library/index.ts';
import { type PassingNews, PROGRESS_CHANNEL, wake } from './channels.ts';
import { withoutAnswer } from './lost-outcome.ts';
import { giveBack, recordOutcome } from './record.ts';
import { keepLearned, MAX_CLAIMS, mayTryAgain } from './retry.ts';
import { runInJail } from './run-claimed.ts';
import { runEvent } from './walk.ts';
import { wordsOf } from './words-of.ts';
import { type HeldHere, LEASE_SECONDS, type WorkerOptions } from './worker-options.ts';

const PROGRESS_EVERY_MS = 500;

/**
 * Examines a run that this worker holds and records how it ended, whatever happens to database and storage meanwhile.
 * Returns the run that follows over the same artefact, if this worker holds that now.
 */
export async function finishClaimed(options: WorkerOptions, here: HeldHere): Promise<ClaimedRun | undefined> {
  const { run } = here;
  tell(options, here, runEvent(run, 'running'));
  const ended = await examine(options, here);
  await options.onStage?.('examined', run.id);
  if (here.givingBack) {
    const why = 'its worker was stopped';
    await persist(options, () =>
      giveBack(options.db, run, { why, outcome: null, pauseSeconds: 0, uncounted: true }),
    );
    return undefined;
  }
  if ('trouble' in ended) await backOrLost(options, here, ended.trouble);
  else await backOrEnd(options, here, ended.outcome);
  await options.onStage?.('recorded', run.id);
  return here.next;
}

async function examine(
  options: WorkerOptions,
  here: HeldHere,
): Promise<{ readonly outcome: RunOutcome } | { readonly trouble: string }> {
  const { run } = here;
  const analyzer = options.plan.analyzers.find(({ manifest }) => manifest.name === run.analyzer);
  if (analyzer?.manifest.version !== run.version) {
    return { trouble: `This worker does not have ${run.analyzer} ${run.version}.` };
  }
  const jailed = runInJail(options, {
    analyzer,
    subject: run.subject,
    spec: run.spec,
    signal: here.abort.signal,
    onProgress: throttle((fraction, label) => tell(options, here, progressEvent(run.id, fraction, label))),
  });
  // Its failure is looked at below, also when it fails while somebody is told of the stage.
  jailed.catch(() => undefined);
  await options.onStage?.('in-jail', run.id);
  try {
    return { outcome: await jailed };
  } catch (error) {
    options.log.error({ run: run.id, error: wordsOf(error) }, 'a run could not be carried out');
    return { trouble: `The worker could not carry it out: ${wordsOf(error)}`.slice(0, 900) };
  }
}

async function backOrEnd(options: WorkerOptions, here: HeldHere, outcome: RunOutcome): Promise<void> {
  const { db } = options;
  const { run } = here;
  if (mayTryAgain(outcome, run.attempts)) {
    const learned = keepLearned(run.outcome, outcome);
    const why = `${outcome.status}: ${outcome.failure}`;
    await persist(options, () => giveBack(db, run, { why, outcome: learned, pauseSeconds: 0 }));
    return;
  }
  await recordSurely(options, here, keepLearned(run.outcome, outcome));
}

/** Each step down says less, so that a run always ends: with its submissions, alone, and at least as a failure. */
async function recordSurely(options: WorkerOptions, here: HeldHere, outcome: RunOutcome): Promise<void> {
  const { db, plan, log, name: worker } = options;
  const { run } = here;
  const unstorable = withoutAnswer(
    'bad-output',
    'What the jail answered could not be stored.',
    outcome.isolation,
  );
  const leaseSeconds = options.leaseSeconds ?? LEASE_SECONDS;
  const following = here.mayGoOn()
    ? {
        goOn: { token: randomUUID(), worker, leaseSeconds },
        onNext: (next: ClaimedRun) => {
          here.next = next;
        },
      }
    : {};
  const ways = [
    () => recordOutcome(db, plan, run, outcome, { alone: false, ...following }),
    () => recordOutcome(db, plan, run, outcome, { alone: true }),
    () => recordOutcome(db, plan, run, unstorable, { alone: true }),
  ];
  for (const way of ways) {
    try {
      await persist(options, way);
      return;
    } catch (error) {
      log.error({ run: run.id, error: wordsOf(error) }, 'a result could not be recorded in full');
    }
  }
}

/** Not the artefact's fault, so it is tried again elsewhere or later; but not for ever. */
async function backOrLost(options: WorkerOptions, here: HeldHere, trouble: string): Promise<void> {
  const { db } = options;
  const { run } = here;
  if (run.attempts < MAX_CLAIMS) {
    const pauseSeconds = 5 * run.attempts;
    await persist(options, () => giveBack(db, run, { why: trouble, outcome: null, pauseSeconds }));
    return;
  }
  const lost = withoutAnswer('lost', trouble, run.outcome?.isolation ?? 'process');
  await recordSurely(options, here, keepLearned(run.outcome, lost));
}

/** Insists while the database is away. Whoever took the run over meanwhile wins: then nothing is written. */
async function persist(options: WorkerOptions, write: () => Promise<boolean>): Promise<void> {
  for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      if (!(await write()))
        options.log.warn({}, 'a run was taken over meanwhile; this attempt is not recorded');
      return;
    } catch (error) {
      if (!isAway(error)) throw error;
      options.log.warn({ error: wordsOf(error) }, 'a result waits for the database');
      await wait(pause);
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof AssayError && error.code === 'database-unavailable';
}

type NewsEvent = PassingNews['event'];

function tell(options: WorkerOptions, { run }: HeldHere, event: Omit<NewsEvent, 'seq'>): void {
  const news = run.submissions.map((submission) => ({ submission, event: { ...event, seq: 0 } }));
  wake(
    options.db,
    news.map((one) => ({ channel: PROGRESS_CHANNEL, payload: JSON.stringify(one) })),
  );
}

function progressEvent(run: string, fraction: number, label: string | undefined) {
  const at = new Date().toISOString();
  const named = label === undefined ? {} : { label: label.slice(0, 200) };
  return { type: 'progress' as const, at, run, fraction, ...named };
}

function throttle<A extends unknown[]>(tellNow: (...args: A) => void): (...args: A) => void {
  let last = 0;
  return (...args) => {
    const now = Date.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    tellNow(...args);
  };
}
