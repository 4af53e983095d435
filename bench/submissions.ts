import { loadavg } from 'node:os';
import { join } from 'node:path';
import { FlowProducer, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { emptyResult, type RunOutcome } from '../src/contract/index.ts';
import { migrate, openDatabase } from '../src/library/index.ts';
import { openQueue, startDispatcher, startWorker } from '../src/pipeline/index.ts';
import {
  createPrincipal,
  type Desk,
  listenTo,
  Opened,
  openTestStore,
  openTrialJails,
  planOf,
  quietLog,
  submitTexts,
  testFolder,
  trial,
} from '../tests/support/examination.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { startRedis } from '../tests/support/redis.ts';

/*
 * Claim 1: 1 000 submissions of a tiny file through `identify` and one do-nothing analyzer, jails off, Redis and
 * PostgreSQL: at least 0.6 of the speed of a bare BullMQ flow (a parent and two do-nothing children) whose every job
 * does one durable insert (its commit is the fsync), on the same servers in the same process, with as many submitters.
 * Claim 2: submit → report, cached: median < 20 ms; warm jail with the queue on PostgreSQL: p95 < 150 ms.
 */
const COUNT = Number(process.env['COUNT'] ?? 1000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 2);
/** Submissions of one unit are written one after the other, for its custody chain; units do not wait for each other. */
const UNITS = Number(process.env['UNITS'] ?? 8);
const CONCURRENCY = 16;

const outcome = (mediaTypes: string[]): RunOutcome => ({
  status: 'completed',
  result: { ...emptyResult(), mediaTypes, facts: { bytes: 1 } },
  coverage: { examined: ['the number of bytes'], notExamined: [] },
  isolation: 'process',
  durationMs: 0,
});

/** Every submission examined, from the first `receive` to the last report. Seconds. */
async function throughAssay(databaseUrl: string, redisUrl: string, folder: string): Promise<number> {
  const opened = new Opened();
  const db = opened.use(await openDatabase({ url: databaseUrl, connections: 20 }));
  const plan = planOf([trial('nothing')]);
  const log = quietLog();
  const queue = opened.use(await openQueue({ redisUrl, log }));
  const store = await openTestStore(folder);
  const desks: Desk[] = [];
  for (let unit = 0; unit < UNITS; unit++) {
    desks.push({ db, plan, store, principal: await createPrincipal(db, `bench ${unit}`, 64) });
  }
  const shared = { db, plan, queue, listen: listenTo(databaseUrl), log };
  opened.use(await startDispatcher({ ...shared, maxInFlight: 64 }));
  const run = async (request: { manifest: { name: string } }) =>
    outcome(request.manifest.name === 'identify' ? ['text/plain'] : []);
  opened.use(
    await startWorker({
      ...shared,
      store,
      jails: { run },
      scratch: join(folder, 'scratch'),
      name: 'bench',
      concurrency: CONCURRENCY,
    }),
  );
  const began = performance.now();
  await inParallel(COUNT, 8, (i) => submitTexts(desks[i % UNITS]!, [`bench ${i}`]));
  const submitted = performance.now();
  for (;;) {
    const { left } = await db.kysely
      .selectFrom('submissions')
      .select((eb) => eb.fn.countAll<number>().as('left'))
      .where('state', 'in', ['queued', 'examining'])
      .executeTakeFirstOrThrow();
    if (left === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`  of which submitting ${((submitted - began) / 1000).toFixed(2)} s`);
  await opened[Symbol.asyncDispose]();
  return seconds;
}

/** The named peer: what BullMQ alone needs for as many flows. Seconds. */
async function throughBareBullmq(databaseUrl: string, redisUrl: string): Promise<number> {
  const clients: Redis[] = [];
  const connection = (): Redis => {
    const client = new Redis(redisUrl, { maxRetriesPerRequest: null });
    clients.push(client);
    return client;
  };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
  await pool.query(
    'create table bare (id bigint generated always as identity primary key, job text not null)',
  );
  // The insert's commit is the fsync: PostgreSQL answers when its log is on disk.
  const work = async (job: { id?: string | undefined }) => {
    await pool.query('insert into bare (job) values ($1)', [job.id]);
  };
  const options = { prefix: 'bare', concurrency: CONCURRENCY, removeOnComplete: { count: 0 } };
  const workers = ['parent', 'child'].map(
    (name) => new Worker(name, work, { ...options, connection: connection() }),
  );
  const events = new QueueEvents('parent', { prefix: 'bare', connection: connection() });
  await events.waitUntilReady();
  const flow = new FlowProducer({ prefix: 'bare', connection: connection() });
  let ended = 0;
  const all = new Promise<void>((resolve) => {
    events.on('completed', () => {
      ended++;
      if (ended === COUNT) resolve();
    });
  });
  const child = { name: 'child', queueName: 'child', data: {} };
  const began = performance.now();
  await inParallel(COUNT, 8, () =>
    flow.add({ name: 'parent', queueName: 'parent', data: {}, children: [child, child] }),
  );
  await all;
  const seconds = (performance.now() - began) / 1000;
  await Promise.all([...workers, events, flow].map((one) => one.close()));
  for (const client of clients) client.disconnect();
  await pool.end();
  return seconds;
}

async function inParallel(
  count: number,
  width: number,
  work: (i: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < count; i = next++) await work(i);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Submit → report, one after the other, milliseconds. The queue is on PostgreSQL, as in the embedded default. */
async function latencies(databaseUrl: string, folder: string, spares: number) {
  const opened = new Opened();
  const db = opened.use(await openDatabase({ url: databaseUrl }));
  const plan = planOf([trial('nothing')]);
  const log = quietLog();
  const queue = opened.use(await openQueue({ databaseUrl, log }));
  const store = await openTestStore(folder);
  const desk: Desk = { db, plan, store, principal: await createPrincipal(db, `latency ${spares}`) };
  const shared = { db, plan, queue, listen: listenTo(databaseUrl), log };
  opened.use(await startDispatcher({ ...shared, maxInFlight: 16 }));
  const jails = opened.use(await openTrialJails(join(folder, `jails-${spares}`), plan, spares));
  const scratch = join(folder, 'runs');
  opened.use(await startWorker({ ...shared, store, jails, scratch, name: 'bench', concurrency: 2 }));
  const reported = new Map<string, () => void>();
  opened.use(
    await shared.listen('assay_submission', (id) => {
      void db.kysely
        .selectFrom('submissions')
        .select('state')
        .where('id', '=', id)
        .executeTakeFirst()
        .then((row) => row?.state === 'reported' && reported.get(id)?.());
    }),
  );
  const measure = async (text: string): Promise<number> => {
    const began = performance.now();
    const sent = await submitTexts(desk, [text]);
    if (sent.state !== 'reported') await new Promise<void>((resolve) => reported.set(sent.id, resolve));
    return performance.now() - began;
  };
  const fresh = [];
  for (let i = 0; i < 60; i++) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    fresh.push(await measure(`latency ${spares} ${i}`));
  }
  const cached = [];
  for (let i = 0; i < 200; i++) cached.push(await measure(`latency ${spares} 1`));
  await opened[Symbol.asyncDispose]();
  return { fresh: fresh.slice(5), cached: cached.slice(20) };
}

/** Both sides are to pay for the disk, as on a server that keeps evidence. */
async function requireDurable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const setting of ['fsync', 'synchronous_commit']) {
    const { rows } = await client.query<Record<string, string>>(`show ${setting}`);
    if (rows[0]?.[setting] !== 'on')
      throw new Error(`PostgreSQL runs with ${setting} off: nothing to measure`);
  }
  await client.end();
}

function words(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms (n = ${sorted.length})`;
}

const opened = new Opened();
const folder = opened.use(testFolder());
const postgres = opened.use(await startPostgres({ durable: true }));
const redis = opened.use(await startRedis());
const database = opened.use(await openDatabase({ url: postgres.url }));
await migrate(database);
await requireDurable(postgres.url);
console.log(`load before: ${loadavg()[0]?.toFixed(1)}`);
for (let round = 1; round <= ROUNDS; round++) {
  const bare = await throughBareBullmq(await postgres.createDatabase(`bare${round}`), redis.url);
  const url = await postgres.createDatabase(`assay${round}`);
  await migrate({ url });
  const assay = await throughAssay(url, redis.url, folder.path);
  console.log(
    `round ${round}: ${COUNT} submissions: assay ${assay.toFixed(2)} s (${(COUNT / assay).toFixed(0)}/s), ` +
      `bare BullMQ ${bare.toFixed(2)} s (${(COUNT / bare).toFixed(0)}/s), ratio ${(bare / assay).toFixed(2)} (aim ≥ 0.6)`,
  );
}
for (const spares of [1, 0]) {
  const measured = await latencies(postgres.url, folder.path, spares);
  console.log(
    `submit → report, ${spares === 1 ? 'warm' : 'cold'} jails: ${words(measured.fresh)} (aim p95 < 150 ms)`,
  );
  console.log(`submit → report, cached: ${words(measured.cached)} (aim median < 20 ms)`);
}
await opened[Symbol.asyncDispose]();
