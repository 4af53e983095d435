import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunOutcome } from '../../src/contract/index.ts';
import { openTrials, type Trials, trialManifest } from '../support/jail-trials.ts';

let trials: Trials;
beforeAll(async () => {
  trials = await openTrials({ spares: 1, manifests: [trialManifest('liar'), trialManifest('chatty')] });
});
afterAll(() => trials[Symbol.asyncDispose]());

describe('what a jail says is not believed', () => {
  it.each([
    'unknown-kind',
    'huge-frame',
    'not-json',
    'unknown-message',
    'extra-field',
    'deep',
    'proto',
    'proto-name',
    'infinite',
    'same-id',
    'actionable',
    'identified',
    'cancelled',
    'loose-bytes',
    'two-files',
    'not-a-picture',
    'path-child',
    'missing-evidence',
    'ready-twice',
  ])('%s ends the run as bad output and keeps what was valid before', async (lie) => {
    const before = trials.stored.size;
    const outcome = await trials.attempt(trialManifest('liar'), lie);
    expect(outcome).toMatchObject({ status: 'partial', failure: 'bad-output' });
    expect(outcome.result.findings[0]?.id).toBe('valid-before');
    expect(outcome.result.findings.flatMap((finding) => finding.evidence)).toEqual([]);
    expect(outcome.result.evidence).toEqual([]);
    expect(outcome.result.children).toEqual([]);
    expect(trials.stored.size).toBe(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(RunOutcome.parse(outcome)).toEqual(outcome);
  });

  it('keeps nothing of a file that the jail ended in the middle of', async () => {
    const outcome = await trials.attempt(trialManifest('liar'), 'half-a-file');
    expect(outcome).toMatchObject({ status: 'partial', failure: 'bad-output', result: { children: [] } });
  });

  it('makes text storable that a database would refuse', async () => {
    const outcome = await trials.attempt(trialManifest('liar'), 'nul');
    expect(outcome).toMatchObject({ status: 'completed', result: { facts: { text: 'a\u2400b\ufffdc' } } });
  });
});

describe('a jail that says too much', () => {
  it.each(['progress', 'facts', 'evidence'])('is over its limit of output when it floods %s', async (way) => {
    const outcome = await trials.attempt(trialManifest('chatty', { outputBytes: 4 * 1024 * 1024 }), way);
    expect(outcome.failure).toBe('over-limit');
    expect(outcome.result.evidence).toEqual([]);
  });

  it('may write on stdout as it likes: it is drained and dropped', async () => {
    expect(await trials.attempt(trialManifest('chatty'), 'stdout')).toMatchObject({ status: 'completed' });
  });

  it('keeps as many indicators as a result holds, says that there were more, and goes on', async () => {
    const outcome = await trials.attempt(trialManifest('chatty'), 'indicators');
    expect(outcome.status).toBe('completed');
    expect(outcome.result.indicators).toHaveLength(20_000);
    expect(outcome.coverage.notExamined).toMatchObject([{ what: 'further indicators', reason: 'not-run' }]);
  });

  it('keeps as many lines of coverage as a result holds, says that there were more, and goes on', async () => {
    const outcome = await trials.attempt(trialManifest('chatty'), 'coverage');
    expect(outcome.status).toBe('completed');
    expect(outcome.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'further things not examined', reason: 'not-run' }),
    );
    expect(outcome.coverage.examined.length).toBeGreaterThan(400);
  });

  it('is told when it has handed on as many children as its manifest allows', async () => {
    const outcome = await trials.attempt(trialManifest('chatty'), 'children');
    expect(outcome.result.facts).toEqual({ answers: [true, true, true, false, false] });
    expect(outcome.result.children.map((child) => child.claimedName)).toEqual(['0', '1', '2']);
  });
});

describe('equal input', () => {
  it('gives byte-identical results from warm and cold jails, held either way', async () => {
    const runs = [];
    for (const isolation of ['bubblewrap', 'process'] as const)
      for (const spares of [0, 1]) {
        const manifest = trialManifest('chatty');
        await using own = await openTrials({ isolation, spares, manifests: [manifest] });
        const { result, coverage } = await own.attempt(manifest, 'children');
        runs.push(JSON.stringify({ result, coverage }));
      }
    expect(new Set(runs).size).toBe(1);
  });
});
