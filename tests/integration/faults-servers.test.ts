import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/index.ts';
import { reportFor, submitTexts } from '../support/examination.ts';
import { expectSound, type Lab, openLab, type QueueKind } from '../support/fault-lab.ts';

const texts = (about: string, count: number) => Array.from({ length: count }, (_, i) => `${about} ${i}`);

async function submitAll(lab: Lab, all: readonly string[]): Promise<string[]> {
  const ids = [];
  for (const text of all) ids.push((await submitTexts(lab, [text])).id);
  return ids;
}

async function reportsFor(lab: Lab, ids: readonly string[]): Promise<Report[]> {
  const reports = [];
  for (const id of ids) reports.push(await reportFor(lab, id));
  expect(reports.map((report) => report.status)).toEqual(ids.map(() => 'complete'));
  return reports;
}

describe('with the queue on Redis', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab([{ name: 'nothing', limits: {} }]);
  });
  afterEach(() => lab.stopWorkers());
  afterAll(() => lab[Symbol.asyncDispose]());

  for (const empty of [false, true]) {
    it(`all are reported when Redis restarts ${empty ? 'without' : 'with'} its data`, async () => {
      await lab.startHere();
      const before = await submitAll(lab, texts(`before ${empty}`, 6));
      await lab.redis.stop('kill');
      const during = await submitAll(lab, texts(`during ${empty}`, 3));
      await wait(1_500);
      await lab.redis.start({ empty });
      const after = await submitAll(lab, texts(`after ${empty}`, 3));
      await expectSound(lab, await reportsFor(lab, [...before, ...during, ...after]));
    });
  }

  it('all are reported when PostgreSQL is gone for 20 seconds', async () => {
    await lab.startHere();
    const before = await submitAll(lab, texts('outage', 8));
    await lab.postgres.stop('kill');
    await wait(20_000);
    await lab.postgres.start();
    await expectSound(lab, await reportsFor(lab, before));
  });
});

describe('with the queue on PostgreSQL', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab([{ name: 'nothing', limits: {} }], 'postgres' satisfies QueueKind);
  });
  afterAll(() => lab[Symbol.asyncDispose]());

  it('all are reported when PostgreSQL, and with it the queue, is gone for 4 seconds', async () => {
    await lab.startHere();
    const before = await submitAll(lab, texts('outage', 8));
    await lab.postgres.stop('kill');
    await wait(4_000);
    await lab.postgres.start();
    const after = await submitAll(lab, texts('after', 2));
    await expectSound(lab, await reportsFor(lab, [...before, ...after]));
  });
});
