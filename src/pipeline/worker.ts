import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { claimRun, renewLeases } from '../library/index.ts';
import { CANCEL_CHANNEL } from './channels.ts';
import { finishClaimed } from './finish-claimed.ts';
import { wordsOf } from './words-of.ts';
import { type HeldHere, LEASE_SECONDS, type WorkerOptions } from './worker-options.ts';

export interface Worker extends AsyncDisposable {
  /** Runs under way. */
  readonly running: number;
}

/** Takes runs from the queue until disposed. It survives the absence of queue and database. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const held = new Map<string, HeldHere>();
  let stopping = false;
  const leaseSeconds = options.leaseSeconds ?? LEASE_SECONDS;
  const renewing = setInterval(() => void renew(options, held, leaseSeconds), (leaseSeconds * 1000) / 4);
  renewing.unref();
  const cancels = await options.listen(CANCEL_CHANNEL, (run) => {
    for (const here of held.values()) if (here.run.id === run) here.abort.abort();
    if (run === '') void renew(options, held, leaseSeconds);
  });
  const working = options.queue.work(options.concurrency, (handout) =>
    takeRun(options, held, { ...handout, leaseSeconds }, () => !stopping),
  );
  return {
    get running() {
      return held.size;
    },
    [Symbol.asyncDispose]: async () => {
      stopping = true;
      const stopped = working[Symbol.asyncDispose]();
      const inTime = new AbortController();
      const grace = wait((options.graceSeconds ?? 20) * 1000, undefined, { signal: inTime.signal });
      await Promise.race([stopped, grace.catch(() => undefined)]);
      inTime.abort();
      for (const here of held.values()) {
        here.givingBack = true;
        here.abort.abort();
      }
      await stopped;
      clearInterval(renewing);
      await cancels[Symbol.asyncDispose]();
    },
  };
}

async function takeRun(
  options: WorkerOptions,
  held: Map<string, HeldHere>,
  handout: { readonly run: string; readonly handout: number; readonly leaseSeconds: number },
  mayGoOn: () => boolean,
): Promise<void> {
  const { db, log, name: worker } = options;
  let token: string = randomUUID();
  try {
    let run = await claimRun(db.kysely, { ...handout, token, worker });
    // What follows from `identify` over the same artefact needs no second way through the queue: at most one run more.
    while (run) {
      const here: HeldHere = { run, abort: new AbortController(), givingBack: false, mayGoOn };
      token = run.token;
      held.set(token, here);
      await options.onStage?.('claimed', run.id);
      run = await finishClaimed(options, here);
      held.delete(token);
    }
  } catch (error) {
    // Nothing is lost: the run is still marked as handed out or held, and is recovered by its time.
    log.error({ run: handout.run, error: wordsOf(error) }, 'a run could not be carried through');
  } finally {
    held.delete(token);
  }
}

async function renew(
  { db, log }: WorkerOptions,
  held: ReadonlyMap<string, HeldHere>,
  leaseSeconds: number,
): Promise<void> {
  const tokens = [...held.keys()];
  if (tokens.length === 0) return;
  try {
    const lease = await renewLeases(db.kysely, tokens, leaseSeconds);
    for (const token of tokens) {
      if (!lease.held.has(token) || lease.stop.has(token)) held.get(token)?.abort.abort();
    }
  } catch (error) {
    log.warn({ error: wordsOf(error) }, 'leases could not be renewed; they are tried again');
  }
}
