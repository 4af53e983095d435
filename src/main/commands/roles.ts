import { mkdir } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Logger } from 'pino';
import { ensureUnit, type LibraryDb, listUnits } from '../../library/index.ts';
import { type Closing, openClosing } from '../closing.ts';
import { type Config, readConfig } from '../config.ts';
import { openLog } from '../open-log.ts';
import { loadPlan } from '../services/load-plan.ts';
import { openLibrary } from '../services/open-library.ts';
import { openStore } from '../services/open-store.ts';
import { quotasOf } from '../services/quotas.ts';
import { signInLink } from '../services/sign-in-link.ts';
import { type ApiParts, startApiRole } from '../services/start-api-role.ts';
import { openQueueFor, startDispatcherRole } from '../services/start-dispatcher-role.ts';
import { startWorkerRole } from '../services/start-worker-role.ts';
import { waitForStop } from '../wait-for-stop.ts';

const SERVE_HELP = `
Needs nothing else: without DATABASE_URL it runs its own PostgreSQL in the data folder, without REDIS_URL the queue
lives in the database. On the first start it makes a unit "local" and prints a link that signs one browser in.
Ctrl-C (or SIGTERM) ends it: runs under way are finished or handed back, nothing is lost. A second one ends it at once.`;

export function addServe(program: Command): void {
  program
    .command('serve')
    .summary('run everything in one process')
    .description('Runs the whole service in one process: API, pages, queue and worker.')
    .addHelpText('after', SERVE_HELP)
    .action(() => runRole('serve'));
}

export function addApi(program: Command): void {
  program
    .command('api')
    .summary('run the API and the pages only')
    .description(
      'Runs the API and the pages, without a worker. Needs a database that is there: DATABASE_URL.',
    )
    .action(() => runRole('api'));
}

export function addWorker(program: Command): void {
  program
    .command('worker')
    .summary('run one more worker')
    .description('Takes runs from the queue and examines them in jails. Needs a database that is there.')
    .action(() => runRole('worker'));
}

type Role = 'serve' | 'api' | 'worker';

async function runRole(role: Role): Promise<void> {
  const config = readConfig();
  const log = openLog(config, role);
  const closing = openClosing((error) => log.error({ error }, 'something could not be closed'));
  const stop = waitForStop();
  try {
    await startRole(role, config, log, closing);
    const signal = await stop;
    log.info({ signal }, 'ending; runs under way are finished or handed back');
  } finally {
    await closing.close();
  }
  log.info({}, 'ended');
  // Everything is closed and durable; whatever a library left open must not keep us.
  process.exit(process.exitCode ?? 0);
}

async function startRole(role: Role, config: Config, log: Logger, closing: Closing): Promise<void> {
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const db = await openLibrary(config, role === 'serve' ? 'start' : 'join', closing, log);
  const [store, plan] = await Promise.all([openStore(config), loadPlan(config)]);
  const queue = await openQueueFor(config, db, log, closing);
  const parts: ApiParts = { db, store, plan, queue, log };
  await startDispatcherRole(config, parts, closing);
  if (role !== 'api') await startWorkerRole(config, parts, closing);
  if (role === 'worker') return;
  const address = await startApiRole(config, parts, closing);
  const link = role === 'serve' ? await firstLink(config, db, address) : undefined;
  process.stdout.write(`Assay is ready at ${address}\n`);
  if (link !== undefined) process.stdout.write(`Sign in once, within the hour, with ${link}\n`);
}

/** On the very first start: a unit to work in and a way to sign in. Later: "assay link" makes another. */
async function firstLink(config: Config, db: LibraryDb, address: string): Promise<string | undefined> {
  if ((await listUnits(db.kysely)).length > 0) return undefined;
  const unit = await ensureUnit(db.kysely, { name: 'local', ...quotasOf(config) });
  return signInLink(db, unit.id, address);
}
