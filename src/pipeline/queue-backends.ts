import {
  createPostgresBackend,
  type PostgresConnectionOptions,
  type Processor,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

/** `redisUrl`: Redis. `databaseUrl`: BullMQ's own tables in PostgreSQL, in a schema of their own. */
export type QueueBackend =
  | { readonly redisUrl: string; readonly prefix?: string }
  | { readonly databaseUrl: string; readonly schema?: string };

/** How BullMQ's classes are made on a backend: all that differs between the two. */
export interface OpenBackend {
  openQueue(name: string, options: Omit<QueueOptions, 'connection'>): Queue;
  openWorker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>): Worker;
  close(): Promise<void>;
}

export function openBackend(backend: QueueBackend, onError: (error: unknown) => void): OpenBackend {
  return 'redisUrl' in backend ? onRedis(backend, onError) : onPostgres(backend);
}

function onRedis(
  { redisUrl, prefix = 'assay' }: { redisUrl: string; prefix?: string },
  onError: (error: unknown) => void,
): OpenBackend {
  const clients: Redis[] = [];
  const connect = (maxRetriesPerRequest: number | null): Redis => {
    const retryStrategy = (times: number) => Math.min(times * 100, 2_000);
    const client = new Redis(redisUrl, { maxRetriesPerRequest, retryStrategy });
    client.on('error', onError);
    clients.push(client);
    return client;
  };
  return {
    // Handing out fails soon when Redis is away; workers wait for it as long as it takes.
    openQueue: (name, options) =>
      new Queue(name, { ...options, connection: connect(1), prefix, skipWaitingForReady: true }),
    openWorker: (name, process, options) =>
      new Worker(name, process, { ...options, connection: connect(null), prefix }),
    close: async () => {
      for (const client of clients) client.disconnect();
    },
  };
}

/**
 * A connection that is lost between two statements of a transaction tells it by an `error` event that BullMQ does not
 * listen to, and that would end the process. The next statement fails and is handled there.
 */
class CalmClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

function onPostgres({
  databaseUrl,
  schema = 'assay_queue',
}: {
  databaseUrl: string;
  schema?: string;
}): OpenBackend {
  const classes = withBackend(createPostgresBackend);
  const connection = (max: number): PostgresConnectionOptions => ({
    connectionString: databaseUrl,
    schema,
    migrate: true,
    max,
    connectionTimeoutMillis: 4_000,
    keepAlive: true,
    application_name: 'assay queue',
    ...({ Client: CalmClient } as object),
  });
  return {
    openQueue: (name, { connection: _, ...options }: Partial<QueueOptions>) =>
      new classes.Queue(name, { ...options, connection: connection(2) }) as unknown as Queue,
    openWorker: (name, process, { connection: _, ...options }: Partial<WorkerOptions>) =>
      new classes.Worker(name, process, { ...options, connection: connection(4) }) as unknown as Worker,
    close: async () => undefined,
  };
}
