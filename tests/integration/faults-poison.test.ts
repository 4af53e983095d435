import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../src/contract/index.ts';
import { reportFor, submitTexts } from '../support/examination.ts';
import { expectSound, type Lab, openLab } from '../support/fault-lab.ts';

const short = { wallSeconds: 1.5, cpuSeconds: 1, children: 3 };
let lab: Lab;
beforeAll(async () => {
  const names = ['crash', 'loop', 'memory-bomb', 'slow-findings', 'nothing'];
  lab = await openLab(names.map((name) => ({ name, limits: name === 'memory-bomb' ? {} : short })));
  await lab.startHere();
});
afterAll(() => lab[Symbol.asyncDispose]());

describe('a poison file', () => {
  let runs: ReadonlyMap<string, Run>;
  beforeAll(async () => {
    const sent = await submitTexts(lab, ['poison']);
    const report = await reportFor(lab, sent.id);
    expect(report.status).toBe('incomplete');
    await expectSound(lab, [report]);
    runs = new Map(report.artefacts[0]?.runs.map((run) => [run.analyzer, run]));
  });

  it('that crashes its jail each time is tried twice and reported as crashed', () => {
    expect(runs.get('crash')).toMatchObject({ status: 'failed', failure: 'crashed', attempts: 2 });
  });

  it('that never ends is stopped, tried twice and reported as timed out', () => {
    expect(runs.get('loop')).toMatchObject({ status: 'failed', failure: 'timed-out', attempts: 2 });
  });

  it('that takes all memory is stopped, and not tried again once that is known', () => {
    const run = runs.get('memory-bomb');
    expect(run).toMatchObject({ failure: 'over-limit' });
    // V8 may die without words when memory ends at an unlucky place: that counts as a crash, which is tried once more.
    expect(run?.attempts).toBeLessThanOrEqual(2);
  });

  it('keeps what was learned before the end, and says what was not examined', () => {
    const run = runs.get('slow-findings');
    expect(run).toMatchObject({ status: 'partial', failure: 'timed-out', attempts: 2 });
    expect(run?.result.findings.map((finding) => finding.id)).toEqual(['one', 'two', 'three']);
    expect(run?.coverage.notExamined.length).toBeGreaterThan(0);
  });

  it('does not keep the other analyzers from their work', () => {
    expect(runs.get('nothing')).toMatchObject({ status: 'completed', attempts: 1 });
  });

  it('is really examined again when it is sent again, where it had failed by load or luck', async () => {
    const again = await reportFor(lab, (await submitTexts(lab, ['poison'])).id);
    const reused = again.artefacts[0]?.runs.filter((run) => run.reused).map((run) => run.analyzer);
    expect(reused).toEqual(['identify', 'memory-bomb', 'nothing']);
  });
});
