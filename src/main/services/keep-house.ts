import { expireIdempotency, expireSessions, type LibraryDb, stampHeads } from '../../library/index.ts';
import type { Log } from '../../pipeline/index.ts';
import type { Closing } from '../closing.ts';
import { repeat } from './repeat.ts';

/** What has to be done now and then by whoever serves: custody stamps; sessions, links and repeat requests that are over. */
export function keepHouse(
  work: {
    readonly db: LibraryDb;
    readonly custodyStamps: string;
    readonly log: Log;
  },
  closing: Closing,
): void {
  const { db, log } = work;
  const stamp = async (): Promise<void> => {
    const { broken } = await stampHeads(db, work.custodyStamps);
    for (const chain of broken) {
      log.error(chain, 'the custody log is not what was stamped: run "assay verify-custody" at once');
    }
  };
  closing.use(repeat('stamping the custody log', 300, log, stamp));
  closing.use(
    repeat('removing expired sessions', 3600, log, async () => {
      await expireSessions(db.kysely);
      await expireIdempotency(db.kysely);
    }),
  );
  // Opened before whatever writes custody lines, so closed after it: the last lines are stamped too.
  closing.defer(stamp);
}
