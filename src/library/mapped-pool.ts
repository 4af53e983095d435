import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { AssayError } from '../contract/index.ts';
import { asAssayError, troubleOf } from './database-errors.ts';

/** A node-postgres pool as Kysely wants it, whose errors are the house's own. */
export function mapPool(pool: Pool): PostgresPool {
  return {
    connect: async () => {
      try {
        return mapClient(await pool.connect());
      } catch (error) {
        throw asAssayError(error);
      }
    },
    end: () => pool.end(),
  };
}

function mapClient(client: PoolClient): PostgresPoolClient {
  let broken = false;
  const query = async <R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    try {
      const result = await client.query({ text: sql, values: [...parameters] });
      refuseSilentRollback(sql, result.command);
      return result as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (troubleOf(error) === 'unavailable') broken = true;
      throw asAssayError(error);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    // A connection that failed once is thrown away, never lent again.
    release: () => client.release(broken),
  };
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: work would be lost unseen. */
function refuseSilentRollback(sql: string, command: string): void {
  if (sql === 'commit' && command === 'ROLLBACK') {
    throw new AssayError('internal', 'A statement of this transaction had failed, so none of it was saved.');
  }
}
