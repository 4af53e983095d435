import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { asAssayError } from './database-errors.ts';
import * as first from './migrations/0001-first.ts';

/** Any fixed number: whoever holds this advisory lock migrates, the others wait and then find nothing to do. */
const MIGRATION_LOCK = 7_236_114_901;
/** A server that takes the connection and then says nothing is not waited for longer. */
const CONNECT_MS = 10_000;
const MIGRATIONS = { '0001-first': first };

/**
 * Brings the tables to this version; safe when several processes start at once. Returns the names of what was applied.
 * It uses a connection of its own, since a migration may take longer than a statement may.
 */
export async function migrate(db: { readonly url: string }): Promise<readonly string[]> {
  const pool = new pg.Pool({
    connectionString: db.url,
    max: 2,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'assay migrate',
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const guard = await pool.connect();
    try {
      await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      return await applyAll(pool);
    } finally {
      // Ends the session, and with it the lock, whatever happened.
      guard.release(true);
    }
  } catch (error) {
    throw asAssayError(error);
  } finally {
    await pool.end();
  }
}

async function applyAll(pool: pg.Pool): Promise<readonly string[]> {
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName);
}
