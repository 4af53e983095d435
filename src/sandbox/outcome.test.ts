import { describe, expect, it } from 'vitest';
import { failureCodes, Manifest, RunOutcome } from '../contract/index.ts';
import { nothingLearned } from './collect.ts';
import { diagnose, endOf } from './end.ts';
import { checkMagic } from './evidence-magic.ts';
import { outcomeOf, printable } from './outcome.ts';

const manifest = Manifest.parse({
  name: 'any',
  version: '1.0.0',
  summary: 'Any.',
  accepts: [],
  blindSpots: ['sound'],
  limits: {
    inputBytes: 1,
    wallSeconds: 1,
    cpuSeconds: 1,
    memoryMiB: 64,
    outputBytes: 1,
    workdirMiB: 1,
    children: 0,
  },
});

describe('the outcome of a run', () => {
  it.each(failureCodes)('that failed as %s says what was not examined, in a non-answer', (failure) => {
    const outcome = outcomeOf(nothingLearned(), { failure, detail: 'why' }, manifest, 'bubblewrap', 5);
    expect(RunOutcome.parse(outcome)).toEqual(outcome);
    expect(outcome.status).toBe('failed');
    const isTheArtefacts = failure === 'unsupported' || failure === 'malformed';
    expect(outcome.coverage.notExamined.map(({ reason }) => reason)).toEqual([
      isTheArtefacts ? 'not-examinable' : 'not-run',
      'not-run',
    ]);
  });

  it('is partial as soon as anything was learned', () => {
    const learned = nothingLearned();
    learned.coverage.examined.push('one thing');
    const outcome = outcomeOf(learned, { failure: 'crashed', detail: 'why' }, manifest, 'process', 5);
    expect(outcome).toMatchObject({ status: 'partial', isolation: 'process' });
  });

  it('has no link to evidence that never came', () => {
    const learned = nothingLearned();
    const finding = {
      id: 'f',
      title: 't',
      detail: '',
      severity: 'info',
      locations: [],
      techniques: [],
    } as const;
    learned.result.findings.push({ ...finding, locations: [], techniques: [], evidence: ['gone'] });
    const outcome = outcomeOf(learned, undefined, manifest, 'process', 5);
    expect(outcome).toMatchObject({ status: 'partial', failure: 'bad-output' });
    expect(outcome.result.findings[0]?.evidence).toEqual([]);
  });

  it('shows the words of a program in one line, without marks that reorder text', () => {
    expect(printable('a\u202eb\nc\u0000\u2066d\u001b[31m', 100)).toBe('a b c d [31m');
  });
});

describe('the end of a jail', () => {
  it.each([
    [endOf(152, undefined, ''), 'timed-out'],
    [endOf(null, 24, ''), 'timed-out'],
    [endOf(null, 25, ''), 'over-limit'],
    [endOf(134, undefined, 'FATAL ERROR: JavaScript heap out of memory'), 'over-limit'],
    [endOf(137, undefined, ''), 'crashed'],
    [endOf(139, undefined, ''), 'crashed'],
    [endOf(0, undefined, ''), 'crashed'],
  ] as const)('is named by its signal: %o is %s', (end, failure) => {
    expect(diagnose(end).failure).toBe(failure);
  });
});

describe('evidence', () => {
  const check = (mediaType: Parameters<typeof checkMagic>[0], ...pieces: Uint8Array[]) => {
    const next = checkMagic(mediaType);
    for (const piece of pieces) next(piece);
    next();
  };
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');

  it('begins as what it says it is, however it is cut', () => {
    check('image/png', ...[...png].map((byte) => Buffer.of(byte)));
    check('image/webp', Buffer.from('RIFF1234WEBP'));
    check('text/plain', Buffer.from('text'));
    check('application/json');
  });

  it('is refused as a picture when it is another thing, too short, or empty', () => {
    for (const bytes of [Buffer.from('<html><script>'), png.subarray(0, 4), Buffer.of()])
      expect(() => check('image/png', bytes)).toThrow('something else');
    expect(() => check('image/png')).toThrow('something else');
    expect(() => check('text/plain', Buffer.of(65, 0))).toThrow('something else');
  });
});
