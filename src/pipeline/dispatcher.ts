import { setTimeout as wait } from 'node:timers/promises';
import {
  type LibraryDb,
  returnHandouts,
  takeUnclaimed,
  takeWaitingRuns,
  tryDispatchLock,
} from '../library/index.ts';
import { DISPATCH_CHANNEL } from './channels.ts';
import type { Listen, Log, Plan } from './plan.ts';
import type { RunQueue } from './queue.ts';
import { recover } from './recover.ts';
import { wordsOf } from './words-of.ts';

export interface DispatcherOptions {
  readonly db: LibraryDb;
  readonly plan: Plan;
  readonly queue: RunQueue;
  readonly listen: Listen;
  readonly log: Log;
  /** Most runs handed out and not ended, all units together; each unit has its own cap in the database. */
  readonly maxInFlight: number;
  /** Seconds between rounds that also recover what was lost. Default 2. */
  readonly everySeconds?: number;
  /** Seconds after which a run that was handed out and not claimed is looked for in the queue. Default 15. */
  readonly unclaimedSeconds?: number;
}

export interface Dispatcher extends AsyncDisposable {
  /** One round soon. */
  wake(): void;
}

/** Hands waiting runs to the queue. May run in several processes: the database lets one act at a time. */
export async function startDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const rounds = new Rounds(options);
  const listener = await options.listen(DISPATCH_CHANNEL, () => rounds.wake());
  const timer = setInterval(() => rounds.wakeThorough(), (options.everySeconds ?? 2) * 1000);
  timer.unref();
  rounds.wakeThorough();
  return {
    wake: () => rounds.wake(),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await listener[Symbol.asyncDispose]();
      await rounds.stop();
    },
  };
}

/** Between rounds that follow each other; the first goes at once. */
const PAUSE_MS = 5;

/** Rounds, one after the other; waking during a round makes one more follow it. */
class Rounds {
  readonly #options: DispatcherOptions;
  #current: Promise<void> | undefined;
  #again = false;
  #thorough = false;
  #stopped = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  wakeThorough(): void {
    this.#thorough = true;
    this.wake();
  }

  wake(): void {
    this.#again = true;
    if (this.#stopped) return;
    this.#current ??= this.#goThenPause().finally(() => {
      this.#current = undefined;
      if (this.#again) this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#current;
  }

  /** Under load a short pause makes one round of many. */
  async #goThenPause(): Promise<void> {
    await this.#go();
    if (this.#again) await wait(PAUSE_MS);
  }

  async #go(): Promise<void> {
    this.#again = false;
    const thorough = this.#thorough;
    this.#thorough = false;
    try {
      if (thorough) await this.#recover();
      await handOut(this.#options);
    } catch (error) {
      this.#options.log.warn({ error: wordsOf(error) }, 'a dispatching round failed; the next one follows');
    }
  }

  async #recover(): Promise<void> {
    await recover(this.#options);
    await findUnclaimed(this.#options);
  }
}

const HANDED_AGAIN_AFTER_SECONDS = 1;

async function handOut({ db, queue, maxInFlight, log }: DispatcherOptions): Promise<void> {
  const handouts = await db.transact(async (trx) =>
    (await tryDispatchLock(trx)) ? await takeWaitingRuns(trx, maxInFlight) : [],
  );
  if (handouts.length === 0) return;
  try {
    await queue.hand(handouts);
  } catch (error) {
    log.warn({ runs: handouts.length, error: wordsOf(error) }, 'the queue did not take runs; they wait');
    await returnHandouts(db.kysely, handouts, HANDED_AGAIN_AFTER_SECONDS);
  }
}

/** Runs that were handed out and that neither a worker nor the queue knows any more wait again. */
async function findUnclaimed(options: DispatcherOptions): Promise<void> {
  const { db, queue, log } = options;
  const unclaimed = await takeUnclaimed(db.kysely, options.unclaimedSeconds ?? 15);
  if (unclaimed.length === 0) return;
  const held = new Set((await queue.holding(unclaimed)).map((handout) => handout.run));
  const gone = unclaimed.filter((handout) => !held.has(handout.run));
  if (gone.length > 0) log.warn({ runs: gone.length }, 'the queue lost runs; they are handed out again');
  await returnHandouts(db.kysely, gone, 0);
}
