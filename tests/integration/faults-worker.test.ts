import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readCustody } from '../../src/library/index.ts';
import { reportFor, submitTexts } from '../support/examination.ts';
import { deathOf, expectSound, type Lab, openLab, stageOf } from '../support/fault-lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab([{ name: 'nothing', limits: {} }]);
});
afterEach(() => lab.stopWorkers());
afterAll(() => lab[Symbol.asyncDispose]());

describe('a worker that is killed', () => {
  for (const stage of ['claimed', 'in-jail', 'examined', 'recorded']) {
    it(`when a run is ${stage} loses nothing`, async () => {
      const sent = await submitTexts(lab, [stage]);
      const doomed = await lab.spawn({ dispatches: true, dieAt: { stage, analyzer: 'nothing' } });
      await deathOf(doomed);
      await lab.startHere();
      const report = await reportFor(lab, sent.id);
      expect(report.status).toBe('complete');
      await expectSound(lab, [report]);
      const run = report.artefacts[0]?.runs.find(({ analyzer }) => analyzer === 'nothing');
      expect(run?.attempts).toBe(stage === 'recorded' ? 1 : 2);
      const lines = await readCustody(lab.db.kysely, { unit: lab.principal.unit.id, submission: sent.id });
      const attempts = lines.filter((line) => line.purpose.startsWith(`run ${run?.id}`));
      expect(attempts.map((line) => line.actor)).toEqual(
        stage === 'recorded' ? ['worker:doomed'] : ['worker:doomed', 'worker:healthy'],
      );
    });
  }

  it('by the same file each time leads to a final “lost” after three attempts', async () => {
    const sent = await submitTexts(lab, ['poison']);
    for (let attempt = 1; attempt <= 3; attempt++) {
      const dieAt = { stage: 'in-jail', analyzer: 'nothing' };
      await deathOf(await lab.spawn({ dispatches: true, name: `doomed-${attempt}`, dieAt }));
    }
    await lab.startHere();
    const report = await reportFor(lab, sent.id);
    expect(report.status).toBe('incomplete');
    const run = report.artefacts[0]?.runs.find(({ analyzer }) => analyzer === 'nothing');
    expect(run).toMatchObject({ status: 'failed', failure: 'lost', attempts: 3 });
    expect(run?.coverage.notExamined).toHaveLength(1);
    await expectSound(lab, [report]);
  });
});

describe('two workers with the same run', () => {
  it('give it one result: the one that lost its lease while it stood still is refused', async () => {
    const sent = await submitTexts(lab, ['one']);
    const frozen = await lab.spawn({ dispatches: true, name: 'frozen' });
    await stageOf(frozen, 'in-jail');
    frozen.kill('SIGSTOP');
    await lab.startHere();
    const report = await reportFor(lab, sent.id);
    frozen.kill('SIGCONT');
    const late = await submitTexts(lab, ['two']);
    await reportFor(lab, late.id);
    await expectSound(lab, [report]);
    const again = await reportFor(lab, sent.id);
    expect(again).toEqual(report);
    const identify = report.artefacts[0]?.runs.find(({ analyzer }) => analyzer === 'identify');
    expect(identify?.attempts).toBe(2);
  });
});
