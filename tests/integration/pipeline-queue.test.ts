import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/library/index.ts';
import { openQueue, type QueueOptions, type RunQueue } from '../../src/pipeline/index.ts';
import { Opened, quietLog } from '../support/examination.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

interface Server {
  readonly options: QueueOptions;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const opened = new Opened();
let redis: TestRedis;
let postgres: TestPostgres;
beforeAll(async () => {
  redis = opened.use(await startRedis());
  postgres = opened.use(await startPostgres());
});
afterAll(() => opened[Symbol.asyncDispose]());

const log = quietLog();
const backends: Record<string, () => Server> = {
  Redis: () => ({
    options: { redisUrl: redis.url, log },
    stop: () => redis.stop('kill'),
    start: () => redis.start(),
  }),
  PostgreSQL: () => ({
    options: { databaseUrl: postgres.url, log },
    stop: () => postgres.stop('kill'),
    start: () => postgres.start(),
  }),
};

const handout = (priority = 0, count = 1) => ({ run: newId(), handout: count, priority });

/** Starts taking jobs; tells which came, in order. */
function take(queue: RunQueue, work: (run: string) => Promise<void> = async () => undefined) {
  const taken: string[] = [];
  const working = queue.work(1, async ({ run }) => {
    taken.push(run);
    await work(run);
  });
  return { taken, stop: () => working[Symbol.asyncDispose]() };
}

describe.each(Object.keys(backends))('the queue on %s', (name) => {
  let server: Server;
  let queue: RunQueue;
  beforeAll(async () => {
    server = backends[name]?.() as Server;
    queue = opened.use(await openQueue(server.options));
    await queue.check();
  });

  it('hands each run to one worker, the most urgent first', async () => {
    const [routine, urgent, middle] = [handout(0), handout(9), handout(5)];
    await queue.hand([routine, urgent, middle]);
    const { taken, stop } = take(queue);
    await expect.poll(() => taken, { timeout: 10_000 }).toEqual([urgent.run, middle.run, routine.run]);
    await stop();
  });

  it('takes the same handout once while it holds it, and a new handout of the same run again', async () => {
    const first = handout();
    await queue.hand([first]);
    await queue.hand([first]);
    await queue.hand([{ ...first, handout: 2 }]);
    const { taken, stop } = take(queue);
    await expect.poll(() => taken, { timeout: 10_000 }).toEqual([first.run, first.run]);
    await stop();
  });

  it('knows what it holds, waiting or being worked on, and forgets what has ended', async () => {
    const [one, two, never] = [handout(), handout(), handout()];
    await queue.hand([one, two]);
    expect(await queue.holding([one, two, never])).toEqual([one, two]);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { taken, stop } = take(queue, () => held);
    await expect.poll(() => taken, { timeout: 10_000 }).toEqual([one.run]);
    expect(await queue.holding([one, two])).toEqual([one, two]);
    release();
    await expect.poll(() => queue.holding([one, two]), { timeout: 10_000 }).toEqual([]);
    await stop();
  });

  it('waits, when a worker is stopped, for the run under way', async () => {
    await queue.hand([handout()]);
    let ended = false;
    const { taken, stop } = take(queue, async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended = true;
    });
    await expect.poll(() => taken.length, { timeout: 10_000 }).toBe(1);
    await stop();
    expect(ended).toBe(true);
  });

  it('says so within seconds when its server is away, and works again when that is back', async () => {
    const { taken, stop } = take(queue);
    await server.stop();
    const began = Date.now();
    await expect(queue.hand([handout()])).rejects.toMatchObject({ code: 'queue-unavailable' });
    await expect(queue.check()).rejects.toMatchObject({ code: 'queue-unavailable' });
    expect(Date.now() - began).toBeLessThan(12_000);
    await server.start();
    await expect
      .poll(
        () =>
          queue.check().then(
            () => true,
            () => false,
          ),
        { timeout: 15_000 },
      )
      .toBe(true);
    const later = handout();
    await queue.hand([later]);
    await expect.poll(() => taken, { timeout: 15_000 }).toContain(later.run);
    await stop();
  });
});
