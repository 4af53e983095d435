import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { asAssayError } from './database-errors.ts';
import { mapPool } from './mapped-pool.ts';
import type { Database } from './schema.ts';
import { runTransaction, type TransactOptions } from './transact.ts';

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/name`; a socket folder goes in `?host=`. */
  readonly url: string;
  /** Most connections of this process. */
  readonly connections?: number;
  /** Longest one statement may take, milliseconds. */
  readonly statementTimeoutMs?: number;
  /** Longest wait for a free or new connection, milliseconds. */
  readonly connectTimeoutMs?: number;
  /** Told of connections that die while idle; they are replaced by themselves. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** One type for queries inside and outside a transaction. */
export type Queries = Kysely<Database>;

/** The open database. Every query made through it fails with `database-unavailable` when the server is away. */
export interface LibraryDb extends AsyncDisposable {
  readonly url: string;
  readonly kysely: Kysely<Database>;
  /** Runs `work` in one transaction; see `runTransaction` for what is repeated. */
  transact<T>(work: (trx: Transaction<Database>) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** Throws `database-unavailable` unless the server answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a pool and proves that the server answers. Errors: `database-unavailable`. */
export async function openDatabase(options: DatabaseOptions): Promise<LibraryDb> {
  const pool = new pg.Pool(poolConfig(options));
  // Without these listeners the end of a connection, idle or in use, would end this process.
  pool.on('error', (error) => options.onConnectionLost?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool: mapPool(pool) }) });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= pool.end();
    return closed;
  };
  const check = async (): Promise<void> => {
    try {
      await pool.query('select 1');
    } catch (error) {
      throw asAssayError(error);
    }
  };
  try {
    await check();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: options.url,
    kysely,
    transact: (work, how) => runTransaction(kysely, work, how),
    check,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function poolConfig(options: DatabaseOptions): pg.PoolConfig {
  return {
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    lock_timeout: 15_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    application_name: 'assay',
    types: { getTypeParser: parserOf },
  };
}

const INT8 = 20;

/** bigint arrives as number: sizes and counts stay far below 2^53, and beyond it we stop rather than round. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8) return parseWhole;
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}

function parseWhole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be read exactly`);
  return value;
}
