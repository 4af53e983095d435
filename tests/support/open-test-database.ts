import { type LibraryDb, migrate, openDatabase } from '../../src/library/index.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

/** A fresh server with all tables, and a pool on it. Closing ends both. */
export interface TestDatabase extends AsyncDisposable {
  readonly server: TestPostgres;
  readonly db: LibraryDb;
  close(): Promise<void>;
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const server = await startPostgres();
  const db = await openDatabase({ url: server.url });
  await migrate(db);
  const close = async (): Promise<void> => {
    await db.close();
    await server.close();
  };
  return { server, db, close, [Symbol.asyncDispose]: close };
}
