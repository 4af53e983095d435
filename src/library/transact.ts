import { setTimeout as wait } from 'node:timers/promises';
import type { ControlledTransaction, IsolationLevel, Kysely, Transaction } from 'kysely';
import { AssayError } from '../contract/index.ts';
import { troubleOf } from './database-errors.ts';
import type { Database } from './schema.ts';

export interface TransactOptions {
  readonly isolation?: IsolationLevel;
  readonly readOnly?: boolean;
  /** Most runs of `work`. */
  readonly attempts?: number;
}

/**
 * Runs `work` in a transaction and commits. Deadlocks, serialization failures, lock time-outs, and connections lost
 * *before* the commit was sent are repeated from the start, so `work` must do nothing outside the transaction that
 * may not happen twice. A connection lost *during* the commit is never repeated: whether it was saved is not known,
 * and the error says so.
 */
export async function runTransaction<T>(
  kysely: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
  options: TransactOptions = {},
): Promise<T> {
  const attempts = options.attempts ?? 5;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(kysely, work, options);
    } catch (error) {
      if (attempt >= attempts || !mayRepeat(error)) throw error;
      await wait(Math.random() * 20 * 2 ** attempt);
    }
  }
}

async function attemptOnce<T>(
  kysely: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
  options: TransactOptions,
): Promise<T> {
  const trx = await begin(kysely, options);
  let result: T;
  try {
    result = await work(trx);
  } catch (error) {
    // On a dead connection the rollback fails too; the server has rolled back by itself.
    await trx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
  await commit(trx);
  return result;
}

function begin(kysely: Kysely<Database>, options: TransactOptions): Promise<ControlledTransaction<Database>> {
  let builder = kysely.startTransaction();
  if (options.isolation) builder = builder.setIsolationLevel(options.isolation);
  if (options.readOnly) builder = builder.setAccessMode('read only');
  return builder.execute();
}

async function commit(trx: ControlledTransaction<Database>): Promise<void> {
  try {
    await trx.commit().execute();
  } catch (error) {
    // Gives the connection back to the pool when the commit failed on it.
    await trx
      .rollback()
      .execute()
      .catch(() => undefined);
    if (error instanceof AssayError && error.code === 'database-unavailable') throw outcomeUnknown(error);
    throw error;
  }
}

class OutcomeUnknown extends AssayError {}

function outcomeUnknown(cause: AssayError): AssayError {
  return new OutcomeUnknown(
    'database-unavailable',
    'The database was lost while saving. Whether this was saved is not known: look before you send it again.',
    { cause, retryAfterSeconds: 5 },
  );
}

function mayRepeat(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return false;
  if (!(error instanceof AssayError)) return troubleOf(error) === 'repeat';
  return error.code === 'database-unavailable' && troubleOf(error.cause) === 'unavailable';
}
