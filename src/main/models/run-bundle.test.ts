import { expect, it } from 'vitest';
import { emptyResult, type Json, type RunOutcome } from '../../contract/index.ts';
import type { PictureAnswer } from '../../measure/index.ts';
import type { Labelled } from './labelled-folder.ts';
import { runBundle } from './run-bundle.ts';

const picture = (name: string): Labelled => ({ label: 'real', path: name, sha256: name, group: name });
const task = { task: 'score', whole: false } as const;

function outcome(facts: Readonly<Record<string, Json>>, changes: Partial<RunOutcome> = {}): RunOutcome {
  return {
    status: 'completed',
    result: { ...emptyResult(), facts: { ...facts } },
    coverage: { examined: [], notExamined: [] },
    isolation: 'bubblewrap',
    durationMs: 1,
    ...changes,
  } as RunOutcome;
}

const died = { status: 'failed', failure: 'crashed', detail: 'It was killed.' } as const;
const score = (value: number): Json => ({ scores: { detector: value }, refused: {} });

it('a picture that kills its jail costs no other picture its answer', async () => {
  const pictures = ['one', 'killer', 'three'].map(picture);
  const bytes = pictures.map(({ path }) => Buffer.from(path));
  const answers = new Map<Labelled, PictureAnswer>();
  let runs = 0;
  const run = async (bundle: Uint8Array): Promise<RunOutcome> => {
    runs += 1;
    const text = Buffer.from(bundle).toString();
    if (text.includes('one')) return outcome({ 'picture/0': score(1) }, died);
    return text.includes('killer') ? outcome({}, died) : outcome({ 'picture/0': score(3) });
  };
  await runBundle({ run }, pictures, bytes, task, answers);
  expect(runs).toBe(3);
  expect(pictures.map((one) => answers.get(one))).toEqual([
    score(1),
    { why: 'Its jail ended early (crashed). It was killed.' },
    score(3),
  ]);
});

it('what a jail says that is no answer counts as none', async () => {
  for (const lie of [{ scores: { detector: 'much' }, refused: {} }, { scores: {} }, 'yes', { why: 7 }]) {
    const answers = new Map<Labelled, PictureAnswer>();
    const one = picture('one');
    const run = async (): Promise<RunOutcome> => outcome({ 'picture/0': lie });
    await runBundle({ run }, [one], [Buffer.from('x')], task, answers);
    expect(answers.get(one)).toMatchObject({ why: expect.stringContaining('ended early') });
  }
});

it('a model that no jail can open is said at once', async () => {
  const notExamined = [
    { what: 'What the added model detector would see', reason: 'not-run', detail: 'It is broken.' },
  ] as const;
  const run = async (): Promise<RunOutcome> =>
    outcome({}, { coverage: { examined: [], notExamined: [...notExamined] } });
  await expect(runBundle({ run }, [picture('one')], [Buffer.from('x')], task, new Map())).rejects.toThrow(
    'broken',
  );
});
