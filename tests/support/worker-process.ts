import { join } from 'node:path';
import { type LibraryDb, openDatabase } from '../../src/library/index.ts';
import { openQueue, type QueueOptions, startDispatcher, startWorker } from '../../src/pipeline/index.ts';
import { listenTo, openTestStore, openTrialJails, planOf, quietLog, trial } from './examination.ts';

/** What a worker process of the fault tests is told, as JSON in its first argument. */
export interface WorkerProcessOptions {
  readonly databaseUrl: string;
  readonly queue: { readonly redisUrl: string } | { readonly databaseUrl: string };
  readonly folder: string;
  readonly name: string;
  readonly analyzers: readonly { readonly name: string; readonly limits: Parameters<typeof trial>[1] }[];
  readonly leaseSeconds: number;
  readonly dispatches: boolean;
  /** SIGKILLs itself when a run of this analyzer reaches this stage. */
  readonly dieAt?: { readonly stage: string; readonly analyzer: string };
}

/** A worker in a process of its own, which can be killed; it tells its parent of each stage. */
async function main(options: WorkerProcessOptions): Promise<void> {
  const db = await openDatabase({ url: options.databaseUrl });
  const plan = planOf(options.analyzers.map(({ name, limits }) => trial(name, limits)));
  const log = quietLog();
  const queueOptions: QueueOptions = { ...options.queue, log };
  const queue = await openQueue(queueOptions);
  const scratch = join(options.folder, options.name);
  const shared = { db, plan, queue, log, listen: listenTo(options.databaseUrl) };
  if (options.dispatches) {
    await startDispatcher({ ...shared, maxInFlight: 16, everySeconds: 0.3, unclaimedSeconds: 1 });
  }
  await startWorker({
    ...shared,
    store: await openTestStore(options.folder),
    jails: await openTrialJails(join(scratch, 'jails'), plan),
    scratch: join(scratch, 'runs'),
    name: options.name,
    concurrency: 2,
    leaseSeconds: options.leaseSeconds,
    onStage: async (stage, run) => {
      process.send?.({ stage, run });
      if (stage === options.dieAt?.stage && (await analyzerOf(db, run)) === options.dieAt.analyzer) {
        process.kill(process.pid, 'SIGKILL');
      }
    },
  });
  process.send?.({ stage: 'ready', run: '' });
}

async function analyzerOf(db: LibraryDb, run: string): Promise<string | undefined> {
  const row = await db.kysely.selectFrom('runs').select('analyzer').where('id', '=', run).executeTakeFirst();
  return row?.analyzer;
}

const [argument] = process.argv.slice(2);
if (argument !== undefined) await main(JSON.parse(argument));
