import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunOutcome } from '../../src/contract/index.ts';
import { openTrials, type Trials, trialManifest } from '../support/jail-trials.ts';

describe.each(['bubblewrap', 'process'] as const)('a run held by %s', (isolation) => {
  let trials: Trials;
  beforeAll(async () => {
    trials = await openTrials({ isolation });
  });
  afterAll(() => trials[Symbol.asyncDispose]());

  it('completes, says how it was held, and names the blind spots of its analyzer', async () => {
    const outcome = await trials.attempt(trialManifest('nothing', {}, { blindSpots: ['colours'] }));
    expect(RunOutcome.parse(outcome)).toEqual(outcome);
    expect(outcome).toMatchObject({ status: 'completed', isolation, result: { facts: { bytes: 8 } } });
    expect(outcome.coverage.notExamined).toEqual([
      { what: 'colours', reason: 'not-run', detail: 'This analyzer does not look at this.', standing: true },
    ]);
  });

  it('is stopped at its wall clock and reported as timed out', async () => {
    const outcome = await trials.attempt(trialManifest('loop', { wallSeconds: 0.5 }));
    expect(outcome).toMatchObject({ status: 'failed', failure: 'timed-out' });
    expect(outcome.coverage.notExamined).toHaveLength(1);
    expect(outcome.durationMs).toBeLessThan(1500);
  });

  it('keeps what it had learned when it is stopped, and no half of a file', async () => {
    const before = trials.stored.size;
    const outcome = await trials.attempt(trialManifest('slow-findings', { wallSeconds: 0.7 }));
    expect(outcome).toMatchObject({ status: 'partial', failure: 'timed-out' });
    expect(outcome.result.findings.map((finding) => finding.id)).toEqual(['one', 'two', 'three']);
    expect(outcome.result.findings[0]?.evidence).toEqual(['seen']);
    expect(outcome.result.evidence).toMatchObject([{ id: 'seen', bytes: 4 }]);
    expect(outcome.result.children).toEqual([]);
    expect(trials.stored.size - before).toBe(1);
    expect(outcome.coverage.examined).toEqual(['the first half']);
    expect(outcome.coverage.notExamined).toMatchObject([{ reason: 'not-run' }]);
  });

  it.each([
    ['buffers', '1'],
    ['objects', '22'],
    // Rarely the last allocation fails where nothing can be said any more: then the run counts as crashed.
  ])('is over its limit when it fills memory with %s', { retry: 2 }, async (_kind, artefact) => {
    const outcome = await trials.attempt(trialManifest('memory-bomb'), artefact);
    expect(outcome).toMatchObject({ status: 'partial', failure: 'over-limit' });
  });

  it('is over its limit when it writes one file beyond it', async () => {
    const outcome = await trials.attempt(trialManifest('fill-disk'), '1');
    expect(outcome).toMatchObject({ status: 'partial', failure: 'over-limit' });
  });

  it.each([
    ['throw', 'failed', 'crashed'],
    ['signal', 'failed', 'crashed'],
    ['killed', 'failed', 'crashed'],
    ['exit', 'failed', 'crashed'],
    ['abort', 'failed', 'crashed'],
    ['late', 'failed', 'crashed'],
    ['malformed', 'failed', 'malformed'],
    ['+throw', 'partial', 'crashed'],
    ['+malformed', 'partial', 'malformed'],
    ['+abort', 'partial', 'crashed'],
  ])('that ends by %s is %s as %s', async (way, status, failure) => {
    const outcome = await trials.attempt(trialManifest('crash'), way);
    expect(outcome).toMatchObject({ status, failure });
    expect(RunOutcome.parse(outcome)).toEqual(outcome);
    expect(outcome.detail).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
  });

  it('is stopped when a person says so', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const outcome = await trials.attempt(trialManifest('loop'), 'x', { signal: stop.signal });
    expect(outcome).toMatchObject({ status: 'failed', failure: 'cancelled' });
  });

  it('fails as a whole when the store fails, and nothing of it stays behind', async () => {
    const full = Object.assign(new Error('no room'), { code: 'storage-full' });
    const run = trials.attempt(trialManifest('slow-findings'), 'x', { store: () => Promise.reject(full) });
    await expect(run).rejects.toBe(full);
  });

  it('tells of its progress', async () => {
    const told: unknown[] = [];
    const onProgress = (fraction: number, label: string | undefined) => told.push([fraction, label]);
    const manifest = trialManifest('chatty', { outputBytes: 1024 * 1024 });
    await trials.attempt(manifest, 'progress', { onProgress });
    expect(told[0]).toEqual([0.5, undefined]);
    expect(told.length).toBeLessThan(50);
  });

  it('is not begun for an artefact larger than its analyzer reads', async () => {
    const outcome = await trials.attempt(trialManifest('nothing', { inputBytes: 3 }));
    expect(outcome).toMatchObject({ status: 'failed', failure: 'over-limit', durationMs: 0 });
  });

  it('fails with the reason when the code of its analyzer cannot be loaded or its model is missing', async () => {
    const outcome = await trials.attempt(trialManifest('needs-model', {}, { models: ['no-such-model'] }));
    expect(outcome).toMatchObject({ status: 'failed', failure: 'model-missing' });
    const broken = await trials.attempt(trialManifest('broken-code'));
    expect(broken).toMatchObject({ status: 'failed', failure: 'crashed' });
    expect(broken.detail).toContain('SyntaxError');
  });
});

describe('a run in bubblewrap', () => {
  it('is over its limit when it fills its private disk, and the disk is as large as the manifest says', async () => {
    await using trials = await openTrials();
    const outcome = await trials.attempt(trialManifest('fill-disk'), '22');
    expect(outcome).toMatchObject({ status: 'partial', failure: 'over-limit' });
    expect(outcome.result.facts).toEqual({ room: 16 * 1024 * 1024 });
  });

  it('is timed out when it uses up its CPU seconds', async () => {
    await using trials = await openTrials();
    const outcome = await trials.attempt(trialManifest('loop', { cpuSeconds: 0.1 }));
    expect(outcome).toMatchObject({
      status: 'failed',
      failure: 'timed-out',
      detail: expect.stringContaining('CPU'),
    });
  });
});
