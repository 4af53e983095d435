import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { AssayError } from '../contract/index.ts';
import { asAssayError, troubleOf } from './database-errors.ts';

/** A node-postgres pool as Kysely wants it, whose errors are the house's own. */
export function mapPool(pool: Pool): PostgresPool {
  const names = new StatementNames();
  return {
    connect: async () => {
      try {
        return mapClient(await pool.connect(), names);
      } catch (error) {
        throw asAssayError(error);
      }
    },
    end: () => pool.end(),
  };
}

/** More texts than this are not kept: lists of changing length would fill the server's memory with their plans. */
const MOST_NAMES = 300;
const NAMED_FROM = 3;

/** Statements that come again get a name, so that each connection's server process parses and plans them once. */
class StatementNames {
  readonly #known = new Map<string, { uses: number; readonly name: string }>();

  nameOf(sql: string, parameters: readonly unknown[]): { name?: string } {
    if (parameters.length === 0) return {};
    const known = this.#known.get(sql);
    if (!known) {
      if (this.#known.size < MOST_NAMES) this.#known.set(sql, { uses: 1, name: `assay_${this.#known.size}` });
      return {};
    }
    known.uses++;
    return known.uses < NAMED_FROM ? {} : { name: known.name };
  }
}

function mapClient(client: PoolClient, names: StatementNames): PostgresPoolClient {
  let broken = false;
  const query = async <R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    try {
      const result = await client.query({
        text: sql,
        values: [...parameters],
        ...names.nameOf(sql, parameters),
      });
      refuseSilentRollback(sql, result.command);
      return result as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (troubleOf(error) === 'unavailable' || isOldPlan(error)) broken = true;
      throw asAssayError(error);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    // A connection that failed once is thrown away, never lent again.
    release: () => client.release(broken),
  };
}

/** A named statement whose table was changed by a migration meanwhile: this connection can no longer use it. */
function isOldPlan(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('cached plan must not change');
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: work would be lost unseen. */
function refuseSilentRollback(sql: string, command: string): void {
  if (sql === 'commit' && command === 'ROLLBACK') {
    throw new AssayError('internal', 'A statement of this transaction had failed, so none of it was saved.');
  }
}
