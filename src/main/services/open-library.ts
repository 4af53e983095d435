import { join } from 'node:path';
import { AssayError } from '../../contract/index.ts';
import {
  findEmbeddedPostgres,
  type LibraryDb,
  listen,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '../../library/index.ts';
import type { Listen, Log } from '../../pipeline/index.ts';
import type { Closing } from '../closing.ts';
import type { Config } from '../config.ts';

/** `start`: our own database if no other is named or runs · `join`: one that is there already, else an error. */
type Manner = 'start' | 'join';

/**
 * Address of the database: the one set, else the embedded one, which runs as long as any process holds it. With `join`
 * only one that runs already.
 */
export async function databaseUrlFor(config: Config, manner: Manner, closing: Closing): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const folder = join(config.dataFolder, 'postgres');
  if (manner === 'join' && (await findEmbeddedPostgres({ folder })) === undefined) {
    throw new AssayError(
      'misconfigured',
      'There is no database. Set DATABASE_URL, or start "assay serve" on the same data folder first.',
    );
  }
  return closing.use(await startEmbeddedPostgres({ folder })).url;
}

/** The database with its tables up to date, for one command. Closed with `closing`. */
export async function openLibrary(
  config: Config,
  manner: Manner,
  closing: Closing,
  log?: Log,
): Promise<LibraryDb> {
  const url = await databaseUrlFor(config, manner, closing);
  await migrate({ url });
  const onConnectionLost = (error: Error) => log?.warn({ error: error.message }, 'database connection lost');
  return closing.use(await openDatabase({ url, onConnectionLost }));
}

/** Subscribing to the database that `db` opened. */
export function listenOn(db: LibraryDb): Listen {
  return (channel, onNotify) => listen(db.url, channel, onNotify);
}
