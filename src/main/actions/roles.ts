import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ensureUnit, type LibraryDb, listUnits } from '../../library/index.ts';
import { type Closing, openClosing } from '../closing.ts';
import { type Config, readConfig } from '../config.ts';
import { openLog } from '../open-log.ts';
import { keepHouse } from '../services/keep-house.ts';
import { loadPlan } from '../services/load-plan.ts';
import { openLibrary } from '../services/open-library.ts';
import { openStore } from '../services/open-store.ts';
import { quotasOf } from '../services/quotas.ts';
import { signInLink } from '../services/sign-in-link.ts';
import { type ApiParts, startApiRole } from '../services/start-api-role.ts';
import { openQueueFor, startDispatcherRole } from '../services/start-dispatcher-role.ts';
import { startWorkerRole } from '../services/start-worker-role.ts';
import { waitForStop } from '../wait-for-stop.ts';

/** How long a start may still take once we are asked to end: one that hangs must not keep us. */
const STARTING_MS = 5_000;

type Role = 'serve' | 'api' | 'worker';

export async function runRole(role: Role): Promise<void> {
  const config = readConfig();
  const log = openLog(config, role);
  const closing = openClosing((error) => log.error({ error }, 'something could not be closed'));
  const stop = waitForStop();
  try {
    await Promise.race([startRole(role, config, log, closing), stop.then(() => sleep(STARTING_MS))]);
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
  if (role !== 'worker') keepHouse({ db, custodyStamps: config.custodyStamps, log }, closing);
  await startDispatcherRole(config, parts, closing);
  if (role !== 'api') await startWorkerRole(config, parts, closing);
  if (role === 'worker') return;
  const address = await startApiRole(config, parts, closing);
  const link = role === 'serve' ? await firstLink(config, db, address) : undefined;
  process.stdout.write(`Assay is ready at ${address}\n`);
  if (link !== undefined) process.stdout.write(`Sign in once, within 15 minutes, with ${link}\n`);
}

/** On the very first start: a unit to work in and a way to sign in. Later: "assay link" makes another. */
async function firstLink(config: Config, db: LibraryDb, address: string): Promise<string | undefined> {
  if ((await listUnits(db.kysely)).length > 0) return undefined;
  const unit = await ensureUnit(db.kysely, { name: 'local', ...quotasOf(config) });
  return signInLink(db, unit.id, address);
}
