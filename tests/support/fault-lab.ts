import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Report } from '../../src/contract/index.ts';
import { migrate, openDatabase, readCustody, verifyCustody } from '../../src/library/index.ts';
import {
  openQueue,
  type Plan,
  startDispatcher,
  startWorker,
  type WorkerOptions,
} from '../../src/pipeline/index.ts';
import {
  createPrincipal,
  type Desk,
  listenTo,
  Opened,
  openTestStore,
  openTrialJails,
  planOf,
  quietLog,
  root,
  testFolder,
  trial,
} from './examination.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { startRedis, type TestRedis } from './redis.ts';
import type { WorkerProcessOptions } from './worker-process.ts';

export type TrialAnalyzers = WorkerProcessOptions['analyzers'];
export type QueueKind = 'redis' | 'postgres';

/** A desk that submits, with servers that can be broken and workers that can be killed. */
export interface Lab extends Desk, AsyncDisposable {
  readonly postgres: TestPostgres;
  readonly redis: TestRedis;
  readonly log: string[];
  /** A worker (and dispatcher) in this process. */
  startHere(options?: Partial<WorkerOptions>): Promise<AsyncDisposable>;
  /** A worker process; resolves when it takes runs. */
  spawn(options?: Partial<WorkerProcessOptions>): Promise<ChildProcess>;
  /** Stops those here in order and kills the processes. */
  stopWorkers(): Promise<void>;
}

const LEASE_SECONDS = 2;

export async function openLab(analyzers: TrialAnalyzers, kind: QueueKind = 'redis'): Promise<Lab> {
  const opened = new Opened();
  const workers = new Opened();
  const folder = opened.use(testFolder());
  const postgres = opened.use(await startPostgres());
  const redis = opened.use(await startRedis());
  const db = opened.use(await openDatabase({ url: postgres.url, connectTimeoutMs: 1_000 }));
  await migrate(db);
  const plan: Plan = planOf(analyzers.map(({ name, limits }) => trial(name, limits)));
  const queueAt = kind === 'redis' ? { redisUrl: redis.url } : { databaseUrl: postgres.url };
  const log: string[] = [];
  const store = await openTestStore(folder.path);
  const spawn = async (options: Partial<WorkerProcessOptions> = {}): Promise<ChildProcess> => {
    const child = startProcess({
      databaseUrl: postgres.url,
      queue: queueAt,
      folder: folder.path,
      name: 'doomed',
      analyzers,
      leaseSeconds: LEASE_SECONDS,
      dispatches: false,
      ...options,
    });
    workers.use({ [Symbol.asyncDispose]: async () => void child.kill('SIGKILL') });
    await stageOf(child, 'ready');
    return child;
  };
  const startHere = async (options: Partial<WorkerOptions> = {}): Promise<AsyncDisposable> => {
    const here = workers.use(new Opened());
    const queue = here.use(await openQueue({ ...queueAt, log: quietLog(log) }));
    const shared = { db, plan, queue, listen: listenTo(postgres.url), log: quietLog(log) };
    here.use(await startDispatcher({ ...shared, maxInFlight: 16, everySeconds: 0.3, unclaimedSeconds: 1 }));
    const name = options.name ?? 'healthy';
    const jails = here.use(await openTrialJails(join(folder.path, name, 'jails'), plan));
    here.use(
      await startWorker({
        ...shared,
        store,
        jails,
        scratch: join(folder.path, name, 'runs'),
        name,
        concurrency: 2,
        leaseSeconds: LEASE_SECONDS,
        ...options,
      }),
    );
    return here;
  };
  const principal = await createPrincipal(db, 'unit');
  const desk = { db, plan, store, principal };
  const stopWorkers = () => workers[Symbol.asyncDispose]();
  const close = async () => {
    await stopWorkers();
    await opened[Symbol.asyncDispose]();
  };
  return { ...desk, postgres, redis, log, startHere, spawn, stopWorkers, [Symbol.asyncDispose]: close };
}

function startProcess(options: WorkerProcessOptions): ChildProcess {
  const file = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  return fork(file, [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
    cwd: root,
    stdio: 'inherit',
  });
}

/** Resolves when the process says that a run has reached the stage, with the run's id. */
export function stageOf(child: ChildProcess, stage: string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: { stage: string; run: string }) => {
      if (message.stage === stage) resolve(message.run);
    });
    child.once('exit', (code, signal) => reject(new Error(`the worker process ended: ${code ?? signal}`)));
  });
}

export function deathOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** What must be true after any fault: one ended run per artefact and analyzer, true custody, all bytes there. */
export async function expectSound(lab: Lab, reports: readonly Report[]): Promise<void> {
  for (const report of reports) {
    for (const { artefact, runs } of report.artefacts) {
      expect(await lab.store.has(artefact.sha256)).toBe(true);
      expect(new Set(runs.map((run) => run.analyzer)).size).toBe(runs.length);
      expect(runs.length).toBe(lab.plan.analyzers.length);
    }
    const unit = lab.principal.unit.id;
    const lines = await readCustody(lab.db.kysely, { unit, submission: report.submission });
    expect(lines.map((line) => line.event)).toEqual(
      expect.arrayContaining(['received', 'stored', 'analysed']),
    );
    expect(lines.filter((line) => line.purpose.startsWith('report '))).toHaveLength(report.revision);
  }
  const open = await lab.db.kysely
    .selectFrom('runs')
    .select('id')
    .where('state', 'in', ['queued', 'dispatched', 'running'])
    .execute();
  expect(open).toEqual([]);
  expect(await verifyCustody(lab.db)).toMatchObject({ whole: true });
}
