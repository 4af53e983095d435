import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LibraryDb } from '../../library/index.ts';
import { type Log, type Plan, type RunQueue, startWorker } from '../../pipeline/index.ts';
import type { ByteStore } from '../../storage/index.ts';
import type { Closing } from '../closing.ts';
import type { Config } from '../config.ts';
import { openJailsFor } from './open-jails-for.ts';
import { listenOn } from './open-library.ts';

/** Takes runs from the queue and examines them in jails, until `closing` closes. */
export async function startWorkerRole(
  config: Config,
  parts: {
    readonly db: LibraryDb;
    readonly store: ByteStore;
    readonly plan: Plan;
    readonly queue: RunQueue;
    readonly log: Log;
  },
  closing: Closing,
): Promise<void> {
  const jails = closing.use(
    await openJailsFor(config, parts.plan, { spares: config.spares, log: parts.log }),
  );
  const name = config.workerName ?? `${hostname().replaceAll(/[^A-Za-z0-9._-]/g, '-')}-${process.pid}`;
  closing.use(
    await startWorker({
      ...parts,
      jails,
      listen: listenOn(parts.db),
      scratch: join(config.dataFolder, 'scratch'),
      name,
      concurrency: config.concurrency,
    }),
  );
  parts.log.info(
    { worker: name, isolation: jails.isolation, concurrency: config.concurrency },
    'worker started',
  );
}
