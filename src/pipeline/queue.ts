import { setTimeout as wait } from 'node:timers/promises';
import type { Job, Queue, Worker } from 'bullmq';
import { z } from 'zod';
import { AssayError, Id } from '../contract/index.ts';
import type { Log } from './plan.ts';
import { openBackend, type QueueBackend } from './queue-backends.ts';

export type QueueOptions = QueueBackend & { readonly log: Log };

/** What a job carries: the database knows the rest. */
const Payload = z.strictObject({ run: Id, handout: z.int().min(1) });
type Payload = z.infer<typeof Payload>;

export interface Handout extends Payload {
  /** 0 routine … 9 urgent. */
  readonly priority: number;
}

/** Carries run ids from the dispatcher to the workers. It may lose or repeat them: the database decides. */
export interface RunQueue extends AsyncDisposable {
  /** Errors: `queue-unavailable`; some of them may have been taken all the same. */
  hand(handouts: readonly Handout[]): Promise<void>;
  /** Which of these are still in the queue or being worked on. Errors: `queue-unavailable`. */
  holding(handouts: readonly Handout[]): Promise<readonly Handout[]>;
  /** Starts taking jobs, the most urgent first. Disposing waits for those under way. `handle` must not reject. */
  work(concurrency: number, handle: (payload: Payload) => Promise<void>): AsyncDisposable;
  /** Errors: `queue-unavailable`. */
  check(): Promise<void>;
}

const NAME = 'assay-runs';
const ANSWER_MS = 5_000;
/** BullMQ ends a job whose worker fell silent for so long; the run is then recovered by its lease. */
const LOCK_MS = 15_000;

/** Opens the queue on either backend. Resolves also while the backend is away: it connects when it can. */
export async function openQueue(options: QueueOptions): Promise<RunQueue> {
  const { log } = options;
  const backend = openBackend(options, (error) => warn(log, error));
  const opened = new Set<Queue>();
  const ready = once(async () => {
    const queue = backend.openQueue(NAME, { defaultJobOptions: JOB_OPTIONS, skipMetasUpdate: true });
    queue.on('error', (error) => warn(log, error));
    opened.add(queue);
    await queue.waitUntilReady();
    return queue;
  });
  const workers = new Set<AsyncDisposable>();
  return {
    hand: (handouts) => answered(async () => void (await (await ready()).addBulk(handouts.map(asJob)))),
    holding: (handouts) => answered(async () => stillHeld(await ready(), handouts)),
    check: () => answered(async () => void (await (await ready()).getWaitingCount())),
    work: (concurrency, handle) => {
      const take = (job: Job) => handle(Payload.parse(job.data));
      const working = keepWorking(
        () => backend.openWorker(NAME, take, { ...WORKER_OPTIONS, concurrency }),
        log,
      );
      workers.add(working);
      return working;
    },
    [Symbol.asyncDispose]: async () => {
      for (const worker of workers) await worker[Symbol.asyncDispose]();
      const closed = Promise.all([...opened].map((queue) => queue.close().catch(() => undefined)));
      await Promise.race([closed, wait(ANSWER_MS, undefined, { ref: false })]);
      await backend.close();
    },
  };
}

/** Remembers success only: BullMQ's PostgreSQL backend, once it failed to start, stays failed. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    const opening = opened ?? open();
    opened = opening;
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };
}

/** The database decides what is tried again, so BullMQ neither repeats nor remembers. */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

const WORKER_OPTIONS = {
  autorun: false,
  lockDuration: LOCK_MS,
  stalledInterval: LOCK_MS,
  maxStalledCount: 0,
  runRetryDelay: 1_000,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} as const;

/** BullMQ takes low numbers first, and jobs without one before all others. */
function asJob({ run, handout, priority }: Handout) {
  return {
    name: 'run',
    data: { run, handout },
    opts: { jobId: jobId({ run, handout }), priority: 10 - priority },
  };
}

/** Never used twice: BullMQ would take a second job of the same id for the first. */
function jobId({ run, handout }: Payload): string {
  return `${run}-${handout}`;
}

async function stillHeld(queue: Queue, handouts: readonly Handout[]): Promise<readonly Handout[]> {
  const states = await Promise.all(handouts.map((handout) => queue.getJobState(jobId(handout))));
  return handouts.filter((_, index) => states[index] !== 'unknown');
}

/** Keeps a worker at work through whatever its backend throws; one that failed to start is replaced. */
function keepWorking(open: () => Worker, log: Log): AsyncDisposable {
  let closing = false;
  let current: Worker | undefined;
  const loop = async (): Promise<void> => {
    while (!closing) {
      const worker = open();
      current = worker;
      worker.on('error', (error) => warn(log, error));
      try {
        await worker.waitUntilReady();
        if (!closing) await worker.run();
      } catch (error) {
        warn(log, error);
        await worker.close(true).catch(() => undefined);
        await wait(1_000, undefined, { ref: false });
      }
    }
  };
  const looping = loop();
  return {
    [Symbol.asyncDispose]: async () => {
      closing = true;
      await current?.close().catch((error: unknown) => warn(log, error));
      await Promise.race([looping, wait(ANSWER_MS, undefined, { ref: false })]);
    },
  };
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  const late = new AbortController();
  const tooLate = wait(ANSWER_MS, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${ANSWER_MS} ms`);
  });
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([ask(), tooLate]);
  } catch (error) {
    throw new AssayError(
      'queue-unavailable',
      'The queue cannot be reached. Runs wait in the database until it can.',
      {
        cause: error,
        retryAfterSeconds: 5,
      },
    );
  } finally {
    late.abort();
  }
}

let lastWarning = 0;
/** An absent backend fails many times a second: one line a second says it. */
function warn(log: Log, error: unknown): void {
  const now = Date.now();
  if (now - lastWarning < 1_000) return;
  lastWarning = now;
  log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the queue has trouble');
}
