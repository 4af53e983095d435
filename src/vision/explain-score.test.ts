import { describe, expect, it } from 'vitest';
import type { Calibration } from '../contract/plain.ts';
import { type ScoreToSay, sayScore } from './explain-score.ts';

/** ln LR is the score itself. */
const calibration: Calibration = {
  method: 'logistic',
  slope: 1,
  intercept: 0,
  real: { count: 500 },
  generated: { count: 400 },
  bound: 400,
  auc: { value: 0.9, low: 0.88, high: 0.92 },
  eer: 0.1,
  cllr: 0.4,
  cllrMin: 0.35,
  threshold: { score: 1.5, falsePositives: { count: 20, of: 500 } },
  inconclusive: { low: 0.5, high: 2 },
  set: 'made up',
  date: '2026-11-22',
};
const base: ScoreToSay = {
  id: 'test#1',
  subject: 'Face 1',
  proposition: 'the face was exchanged',
  alternative: 'rather than recorded by a camera',
  model: { name: 'test-model', sha256: 'a'.repeat(64), calibration },
  score: Math.log(50),
};
const copies = (...ratios: number[]) =>
  ratios.map((ratio, i) => ({ change: `saved as JPEG ${90 - i}`, score: Math.log(ratio) }));

describe('a score', () => {
  it('is said as the strength of support for one proposition rather than the other, with its bound', () => {
    const { finding, standing, inconclusive } = sayScore(base);
    expect([standing, inconclusive]).toEqual(['supports', undefined]);
    expect(finding.detail).toMatch(
      /^The score provides moderate support \(likelihood ratio about 50, bounded to at most 400\) that the face was exchanged, rather than recorded by a camera\./,
    );
    expect(finding.detail).toContain('20 of 500 genuine');
    expect(finding.measure).toMatchObject({ value: 3.912, unit: 'score', threshold: 1.5 });
    expect(finding.support).toMatchObject({ question: 'manipulated-media' });
    expect(finding.support?.ratio).toBeCloseTo(50);
    expect(finding.support?.basis).toContain('500 genuine and 400 forged: made up');
  });

  it('never counts for more than the calibration set can carry', () => {
    expect(sayScore({ ...base, score: 1000 }).finding.support?.ratio).toBe(400);
    const model = { ...base.model, calibration: { ...calibration, bound: 10 } };
    // At the edge of two words the weaker one.
    expect(sayScore({ ...base, model, score: 1000 }).finding.title).toContain('weak support');
  });

  it('that is low is no indication, carries no support for the contrary and calls nothing genuine', () => {
    const { finding, standing } = sayScore({ ...base, score: -6 });
    expect(standing).toBe('no-indication');
    expect(finding.support).toBeUndefined();
    expect(finding.severity).toBe('info');
    expect(finding.title).toBe('Face 1: no indication found by this method');
    expect(`${finding.title} ${finding.detail}`).not.toMatch(/authentic|is genuine|% fake/i);
  });

  it('between the two says nothing, and that is said in coverage', () => {
    const { finding, standing, inconclusive } = sayScore({ ...base, score: 0.3 });
    expect([standing, finding.support]).toEqual(['inconclusive', undefined]);
    expect(inconclusive).toContain('no practical support to either proposition');
  });

  it('below the threshold that few recorded faces meet is no support yet', () => {
    const { standing, inconclusive } = sayScore({ ...base, score: 1.4 });
    expect(standing).toBe('inconclusive');
    expect(inconclusive).toContain('below the threshold');
  });

  it('without a calibration is given as a number of unknown worth', () => {
    const { finding, standing } = sayScore({ ...base, model: { name: 'other', sha256: 'b'.repeat(64) } });
    expect([standing, finding.support]).toEqual(['uncalibrated', undefined]);
    expect(finding.measure?.threshold).toBeUndefined();
    expect(finding.detail).toContain('has no calibration');
  });
});

describe('a score of changed copies', () => {
  it('weakens the support to the least of them', () => {
    const { finding } = sayScore({ ...base, retests: copies(60, 12, 30) });
    expect(finding.support?.ratio).toBeCloseTo(12);
    expect(finding.detail).toContain('the same side each time');
    expect(finding.detail).toContain('the picture as it is has a ratio of about 50');
  });

  it('that changes side in a few copies is said in the title, and those that hold count', () => {
    const { finding, standing } = sayScore({ ...base, retests: copies(60, 0.2, 8) });
    expect(standing).toBe('supports');
    expect(finding.title).toContain('it does not hold in every changed copy');
    expect(finding.detail).toContain('1 of 3 copies change side, most when it is saved as JPEG 89');
    expect(finding.support?.ratio).toBeCloseTo(8);
  });

  it('that changes side in most copies counts for nothing', () => {
    const { finding, standing, inconclusive } = sayScore({ ...base, retests: copies(0.5, 0.2, 8) });
    expect([standing, finding.support]).toEqual(['inconclusive', undefined]);
    expect(finding.detail).toContain('So it counts for nothing');
    expect(inconclusive).toContain('does not hold when the picture is saved again');
  });

  it('takes away “no indication” too, where most copies say otherwise', () => {
    expect(sayScore({ ...base, score: -3, retests: copies(5, 9, 0.1) }).standing).toBe('inconclusive');
    expect(sayScore({ ...base, score: -3, retests: copies(0.2, 9, 0.1) }).standing).toBe('no-indication');
  });
});

it('is divided by the number of faces that could have given it', () => {
  const { finding } = sayScore({ ...base, among: 5 });
  expect(finding.support?.ratio).toBeCloseTo(10);
  expect(finding.support?.basis).toContain('divided by 5');
  const crowd = sayScore({ ...base, among: 20, score: Math.log(30) });
  expect(crowd.standing).toBe('inconclusive');
  expect(crowd.inconclusive).toContain('one of 20');
});
