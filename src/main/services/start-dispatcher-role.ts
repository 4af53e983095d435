import type { LibraryDb } from '../../library/index.ts';
import { type Log, openQueue, type Plan, type RunQueue, startDispatcher } from '../../pipeline/index.ts';
import type { Closing } from '../closing.ts';
import type { Config } from '../config.ts';
import { listenOn } from './open-library.ts';

/** The queue that the settings name: Redis, else the database itself. */
export async function openQueueFor(
  config: Config,
  db: LibraryDb,
  log: Log,
  closing: Closing,
): Promise<RunQueue> {
  const where = config.redisUrl === undefined ? { databaseUrl: db.url } : { redisUrl: config.redisUrl };
  return closing.use(await openQueue({ ...where, log }));
}

/** Hands runs to the queue. Every role starts one; an advisory lock in the database lets one act at a time. */
export async function startDispatcherRole(
  config: Config,
  parts: { readonly db: LibraryDb; readonly plan: Plan; readonly queue: RunQueue; readonly log: Log },
  closing: Closing,
): Promise<void> {
  closing.use(
    await startDispatcher({ ...parts, listen: listenOn(parts.db), maxInFlight: config.maxInFlight }),
  );
}
