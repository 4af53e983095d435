import type { LibraryDb } from '../../library/index.ts';
import { openClosing } from '../closing.ts';
import { type Config, readConfig } from '../config.ts';
import { openLibrary } from './open-library.ts';

/** Opens the database for one command, beside a running server or alone, and closes it again. */
export async function withLibrary<T>(work: (db: LibraryDb, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const closing = openClosing((error) => process.stderr.write(`assay: ${String(error)}\n`));
  try {
    return await work(await openLibrary(config, 'start', closing), config);
  } finally {
    await closing.close();
  }
}
