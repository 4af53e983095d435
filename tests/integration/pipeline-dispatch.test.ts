import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../src/contract/index.ts';
import { claimRun, newId, readCustody, verifyCustody } from '../../src/library/index.ts';
import { cancelSubmission, openQueue, startDispatcher } from '../../src/pipeline/index.ts';
import { recordOutcome } from '../../src/pipeline/record.ts';
import {
  createPrincipal,
  type Desk,
  listenTo,
  quietLog,
  reportFor,
  submitTexts,
} from '../support/examination.ts';
import { expectSound, type Lab, openLab } from '../support/fault-lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab([{ name: 'loop', limits: { wallSeconds: 60, cpuSeconds: 60 } }], 'postgres');
});
afterEach(() => lab.stopWorkers());
afterAll(() => lab[Symbol.asyncDispose]());

async function deskOf(unit: string, inFlightCap = 8): Promise<Desk> {
  return { ...lab, principal: await createPrincipal(lab.db, unit, inFlightCap) };
}

async function runsOf(submission: string) {
  return lab.db.kysely
    .selectFrom('submission_runs')
    .innerJoin('runs', 'runs.id', 'submission_runs.run_id')
    .select(['runs.id', 'runs.state', 'runs.handouts', 'runs.analyzer', 'runs.outcome'])
    .where('submission_id', '=', submission)
    .execute();
}

/** Rounds of a dispatcher with nobody to take what it hands out. */
async function dispatchFor(ms: number, maxInFlight: number): Promise<void> {
  const queue = await openQueue({
    databaseUrl: lab.db.url,
    schema: `s${newId().slice(0, 8)}`,
    log: quietLog(),
  });
  const dispatcher = await startDispatcher({
    ...lab,
    queue,
    listen: listenTo(lab.db.url),
    log: quietLog(),
    maxInFlight,
    everySeconds: 0.1,
    unclaimedSeconds: 600,
  });
  await wait(ms);
  await dispatcher[Symbol.asyncDispose]();
  await queue[Symbol.asyncDispose]();
}

describe('the dispatcher', () => {
  it('is fair between units, keeps to each unit’s cap and takes the urgent first', async () => {
    const [busy, quiet] = [await deskOf('busy', 3), await deskOf('quiet', 3)];
    const sent = [];
    for (let i = 0; i < 6; i++) sent.push(await submitTexts(busy, [`busy ${i}`]));
    const urgent = await submitTexts(busy, ['busy urgent'], { priority: 7 });
    const one = await submitTexts(quiet, ['quiet 1']);
    const two = await submitTexts(quiet, ['quiet 2']);
    await dispatchFor(400, 4);
    const handed = async (id: string) => (await runsOf(id))[0]?.state === 'dispatched';
    expect(await Promise.all([urgent, one, two].map(({ id }) => handed(id)))).toEqual([true, true, true]);
    expect(await Promise.all(sent.map(({ id }) => handed(id)))).toEqual([true, ...Array(5).fill(false)]);
    await dispatchFor(400, 100);
    const inFlight = (await Promise.all([...sent, urgent].map(({ id }) => handed(id)))).filter(Boolean);
    expect(inFlight).toHaveLength(3);
    const asking = (desk: Desk) => ({ principal: desk.principal, sourceIpClass: 'none' as const });
    for (const { id } of [...sent, urgent]) await cancelSubmission(lab.db, lab.plan, id, asking(busy));
    for (const { id } of [one, two]) await cancelSubmission(lab.db, lab.plan, id, asking(quiet));
  });

  it('never lets a priority pass the cap of the key', async () => {
    const desk = await deskOf('capped');
    const capped = { ...desk, principal: { ...desk.principal, priorityCap: 2 } };
    const sent = await submitTexts(capped, ['capped'], { priority: 9 });
    expect(sent.priority).toBe(2);
    await cancelSubmission(lab.db, lab.plan, sent.id, { principal: desk.principal, sourceIpClass: 'none' });
  });

  it('brings on a submission whose last run was recorded by a process that then died', async () => {
    const desk = await deskOf('recorded');
    const sent = await submitTexts(desk, ['recorded alone']);
    await dispatchFor(300, 100);
    const [run] = await runsOf(sent.id);
    const claim = { run: run?.id ?? '', handout: 1, token: newId(), worker: 'w', leaseSeconds: 600 };
    const claimed = await claimRun(lab.db.kysely, claim);
    expect(claimed).toBeDefined();
    expect(await claimRun(lab.db.kysely, claim)).toBeUndefined();
    if (!claimed) return;
    const outcome = {
      status: 'failed' as const,
      failure: 'unsupported' as const,
      detail: 'no',
      result: {
        mediaTypes: [],
        facts: {},
        findings: [],
        indicators: [],
        fingerprints: [],
        series: [],
        evidence: [],
        children: [],
      },
      coverage: { examined: [], notExamined: [] },
      isolation: 'process' as const,
      durationMs: 1,
    };
    expect(await recordOutcome(lab.db, lab.plan, claimed, outcome, { alone: true })).toBe(true);
    expect(await recordOutcome(lab.db, lab.plan, claimed, outcome, { alone: true })).toBe(false);
    await dispatchFor(500, 100);
    expect((await runsOf(sent.id)).map((one) => one.analyzer).sort()).toEqual(['identify', 'loop']);
    await cancelSubmission(lab.db, lab.plan, sent.id, { principal: desk.principal, sourceIpClass: 'none' });
  });
});

describe('cancelling', () => {
  it('ends a submission at once with a report, and stops the run in its jail', async () => {
    const desk = await deskOf('cancel');
    await lab.startHere();
    const sent = await submitTexts(desk, ['cancel me']);
    await expect
      .poll(async () => (await runsOf(sent.id)).map((run) => run.state).sort(), { timeout: 20_000 })
      .toEqual(['completed', 'running']);
    const asking = { principal: desk.principal, sourceIpClass: 'none' as const };
    const cancelled = await cancelSubmission(lab.db, lab.plan, sent.id, asking);
    expect(cancelled?.state).toBe('cancelled');
    const report = Report.parse(await reportFor(desk, sent.id));
    expect(report.status).toBe('cancelled');
    expect(report.notExamined).toMatchObject([{ what: 'Examination by loop', reason: 'not-run' }]);
    await expect(cancelSubmission(lab.db, lab.plan, sent.id, asking)).rejects.toMatchObject({
      code: 'conflict',
    });
    const ended = async () =>
      (await runsOf(sent.id)).find((run) => run.analyzer === 'loop')?.outcome?.failure;
    await expect.poll(ended, { timeout: 20_000 }).toBe('cancelled');
    const lines = await readCustody(lab.db.kysely, { unit: desk.principal.unit.id });
    expect(lines.filter((line) => line.event === 'cancelled')).toHaveLength(2);
    expect(await verifyCustody(lab.db)).toMatchObject({ whole: true });
  });

  it('does not stop a run that another submission waits for', async () => {
    const desk = await deskOf('shared');
    const sent = await submitTexts(desk, ['shared']);
    const other = await submitTexts(desk, ['shared']);
    const asking = { principal: desk.principal, sourceIpClass: 'none' as const };
    await cancelSubmission(lab.db, lab.plan, sent.id, asking);
    expect((await runsOf(other.id)).map((run) => run.state)).toEqual(['queued']);
    await cancelSubmission(lab.db, lab.plan, other.id, asking);
    await lab.startHere();
    await expect.poll(async () => (await runsOf(other.id))[0]?.state, { timeout: 10_000 }).toBe('failed');
    await expectSound(lab, []);
  });

  it('of another unit’s submission finds nothing', async () => {
    const [ours, theirs] = [await deskOf('ours'), await deskOf('theirs')];
    const sent = await submitTexts(ours, ['not yours']);
    const asking = { principal: theirs.principal, sourceIpClass: 'none' as const };
    expect(await cancelSubmission(lab.db, lab.plan, sent.id, asking)).toBeUndefined();
    await cancelSubmission(lab.db, lab.plan, sent.id, { ...asking, principal: ours.principal });
  });
});
