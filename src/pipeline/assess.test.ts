import { describe, expect, it } from 'vitest';
import {
  Assessment,
  emptyResult,
  Finding,
  Manifest,
  type Run,
  ratioText,
  type Sha256,
  type Support,
  supportWord,
} from '../contract/index.ts';
import { assess, type Examined } from './assess.ts';

const hash = (letter: string) => letter.repeat(64);
const APK = 'application/vnd.android.package-archive';

function manifest(name: string, bound: number, question = 'fraudulent-app'): Manifest {
  return Manifest.parse({
    name,
    version: '1.0.0',
    summary: 'x',
    accepts: [],
    answers: [{ question, method: `Method of ${name}.`, calibration: `Checked by ${name}.`, bound }],
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
}

let finds = 0;
function finding(ratio: number, rest: Partial<Support> = {}): Finding {
  finds++;
  const support = { question: 'fraudulent-app', ratio, group: `g${finds}`, basis: 'b', ...rest };
  return Finding.parse({ id: `f${finds}`, title: 'T', detail: '', severity: 'info', support });
}

let runs = 0;
function run(findings: Finding[], rest: Partial<Run> = {}): Run {
  runs++;
  return {
    id: `00000000-0000-7000-8000-${runs.toString().padStart(12, '0')}`,
    analyzer: 'apk',
    version: '1.0.0',
    models: {},
    subject: hash('a'),
    status: 'completed',
    result: { ...emptyResult(), findings },
    coverage: { examined: ['all'], notExamined: [] },
    isolation: 'bubblewrap',
    durationMs: 1,
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:00:00Z',
    attempts: 1,
    reused: false,
    ...rest,
  };
}

const app = (runs: Run[], sha256: Sha256 = hash('a'), type = APK): Examined => ({
  artefact: { sha256, bytes: 1, mediaTypes: [type as `${string}/${string}`] },
  runs,
});

function answerTo(runs: Run[], manifests = [manifest('apk', 1000)], type = APK): Assessment {
  const all = assess({ examined: [app(runs, hash('a'), type)], isSubject: () => true, manifests, edges: [] });
  expect(all).toHaveLength(1);
  return Assessment.parse(all[0]);
}

describe('the verbal scale', () => {
  it('has the bands of the ENFSI guideline, and the weaker word on their edges', () => {
    expect([1, 1.9, 2, 9, 10, 11, 100, 101, 1001, 10_001, 1_000_001].map(supportWord)).toEqual([
      undefined,
      undefined,
      'weak',
      'weak',
      'weak',
      'moderate',
      'moderate',
      'moderately strong',
      'strong',
      'very strong',
      'extremely strong',
    ]);
  });

  it('writes numbers with no more digits than they can carry', () => {
    expect([1.44, 37.4, 4567].map(ratioText)).toEqual(['1.4', '37', '4 600']);
  });
});

describe('an answer', () => {
  it('names the propositions, then the strength, then the number', () => {
    const { words, answer, likelihoodRatio } = answerTo([run([finding(5), finding(8)])]);
    expect(answer).toBe('supports');
    expect(likelihoodRatio).toEqual({ value: 40, bound: 1000, calibration: 'Checked by apk.' });
    expect(words).toBe(
      'The findings provide moderate support (likelihood ratio about 40, of at most 1 000 that these methods can carry) that this is a fraudulent investment app rather than a genuine one. It rests on 2 weighted findings.',
    );
  });

  it('is turned round when the findings speak for the alternative', () => {
    const { words, answer } = answerTo([run([finding(0.05)])]);
    expect(answer).toBe('supports-alternative');
    expect(words).toContain('moderate support (likelihood ratio about 20,');
    expect(words).toContain('that this is a genuine app rather than a fraudulent investment app.');
  });

  it('never goes beyond what the strongest finding carries by itself, or the smallest bound declared', () => {
    const manifests = [manifest('apk', 30), manifest('yara', 8)];
    const both = (apk: number, yara: number) => [
      run([finding(apk)]),
      run([finding(yara)], { analyzer: 'yara', status: 'completed' }),
    ];
    expect(answerTo(both(5, 7), manifests).likelihoodRatio).toMatchObject({ value: 8, bound: 8 });
    expect(answerTo(both(5, 7), manifests).words).toContain('about 8, the most that these methods can carry');
    expect(answerTo(both(1 / 5, 1 / 7), manifests).likelihoodRatio?.value).toBe(1 / 8);
    // More that speaks for the same does not make less of what one method can carry.
    expect(answerTo(both(20, 7), manifests).likelihoodRatio).toMatchObject({ value: 20, bound: 20 });
    expect(answerTo(both(100, 100), manifests).likelihoodRatio).toMatchObject({ value: 30, bound: 30 });
    expect(answerTo(both(1000, 1000), manifests).likelihoodRatio?.calibration).toBe(
      'Checked by apk. Checked by yara.',
    );
  });

  it('counts findings of one cause once, and says which were left out', () => {
    const [weak, strong, other] = [finding(3, { group: 'x' }), finding(5, { group: 'x' }), finding(2)];
    const answer = answerTo([run([weak, strong, other])]);
    expect(answer.likelihoodRatio?.value).toBe(10);
    expect(answer.findings.map((one) => one.finding)).toEqual([strong.id, other.id]);
    expect(answer.limits).toContain(
      `Not counted, because a stronger finding has the same cause: ${weak.id}.`,
    );
  });

  it('shows disagreement instead of averaging it away', () => {
    const { words, answer, findings } = answerTo([run([finding(20), finding(0.5)])]);
    expect(answer).toBe('supports');
    expect(findings).toHaveLength(2);
    expect(words).toContain('2 weighted findings that disagree: 1 points this way, 1 the other way.');
  });

  it('is inconclusive between one half and two', () => {
    const { words, answer } = answerTo([run([finding(1.5)])]);
    expect(answer).toBe('inconclusive');
    expect(words).toContain('no practical support to either proposition (likelihood ratio about 1.5');
  });

  it('names the kind for which the findings speak most', () => {
    const about = (ratio: number, kind?: string) =>
      finding(ratio, { question: 'scam-content', ...(kind === undefined ? {} : { kind }) });
    const found = [about(3), about(4, 'job-task'), about(2, 'romance')];
    const { proposition, words, likelihoodRatio, findings } = answerTo(
      [run(found)],
      [manifest('apk', 100, 'scam-content')],
      'text/plain',
    );
    expect(proposition).toBe('This is contact by a scam operation of the kind “job-task”.');
    expect(words).toContain('of the kind “job-task” rather than an ordinary conversation');
    expect(likelihoodRatio?.value).toBe(12);
    expect(findings).toHaveLength(2);
  });

  it('ignores support from analyzers that do not declare the question, or were another version', () => {
    const other = manifest('other', 10);
    expect(answerTo([run([finding(50)])], [other]).answer).toBe('not-run');
    expect(answerTo([run([finding(50)], { version: '0.9.0' })]).answer).toBe('not-run');
    expect(answerTo([run([finding(50)])], [other]).likelihoodRatio).toBeUndefined();
  });
});

describe('a non-answer', () => {
  const gap = (reason: Run['coverage']['notExamined'][number]['reason'], examined: string[] = []) =>
    run([], { coverage: { examined, notExamined: [{ what: 'w', reason, detail: 'Why so.' }] } });

  it('keeps its kinds apart', () => {
    expect(answerTo([run([])]).answer).toBe('no-indication');
    expect(answerTo([gap('not-examinable')]).answer).toBe('not-examinable');
    expect(answerTo([gap('outside-validity-domain', ['all'])]).answer).toBe('outside-validity-domain');
    expect(answerTo([gap('inconclusive', ['all'])]).answer).toBe('inconclusive');
    expect(answerTo([gap('not-run')]).answer).toBe('not-run');
    const ended = (failure: Run['failure'], status: Run['status']) =>
      answerTo([run([], { status, failure, detail: 'Why so.' })]);
    expect(ended('malformed', 'failed').answer).toBe('not-examinable');
    expect(ended('timed-out', 'partial').answer).toBe('not-run');
    expect(ended('timed-out', 'partial').words).toContain('apk: Why so.');
  });

  it('is none by a method that speaks only where it finds something', () => {
    const [loud] = [manifest('apk', 30)];
    const silent = { ...loud, answers: loud.answers.map((one) => ({ ...one, onlyWhenFound: true })) };
    expect(answerTo([run([])], [silent]).words).toContain('was not assessed by a calibrated method');
    expect(answerTo([run([finding(20)])], [silent]).likelihoodRatio?.value).toBe(20);
  });

  it('does not read as clean', () => {
    const { words } = answerTo([gap('not-examinable', ['some'])]);
    expect(words).toMatch(/^No indication that .* That says nothing for the contrary\. Parts of it were not/);
    expect(words).not.toMatch(/genuine app|%|safe|clean/);
  });

  it('has no number', () => {
    expect(answerTo([run([])]).likelihoodRatio).toBeUndefined();
    expect(answerTo([gap('inconclusive')]).findings).toEqual([]);
  });
});

describe('parts', () => {
  const edge = (parent: string, child: string) => ({
    parent: hash(parent),
    child: hash(child),
  });

  it('have their own answers, told with the whole', () => {
    const manifests = [manifest('apk', 30)];
    const whole = app([run([])]);
    const part = app([run([finding(6)], { subject: hash('b') })], hash('b'));
    const [first, second] = assess({
      examined: [whole, part],
      isSubject: (sha256) => sha256 === hash('a'),
      manifests,
      edges: [edge('a', 'c'), edge('c', 'b'), edge('b', 'a')],
    });
    expect(first?.answer).toBe('no-indication');
    expect(first?.likelihoodRatio).toBeUndefined();
    expect(first?.words).toContain('A part of it (SHA-256 bbbbbbbbbbbb…): The findings provide weak support');
    expect(second?.subject).toBe(hash('b'));
    expect(second?.words).not.toContain('A part of it');
  });

  it('that say nothing are not told', () => {
    const silent = app([run([], { subject: hash('b') })], hash('b'));
    const all = assess({
      examined: [app([run([])]), silent],
      isSubject: (sha256) => sha256 === hash('a'),
      manifests: [manifest('apk', 30)],
      edges: [edge('a', 'b')],
    });
    expect(all).toHaveLength(1);
    expect(all[0]?.words).not.toContain('A part of it');
  });
});
