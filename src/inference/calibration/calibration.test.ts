import { describe, expect, it } from 'vitest';
import {
  areaUnderCurve,
  calibrate,
  chooseThreshold,
  cllr,
  cllrMin,
  crossFit,
  equalErrorRate,
  evaluateScores,
  fitLogistic,
  isInconclusive,
  likelihoodRatio,
  type Scores,
  wilson,
} from './index.ts';

const repeat = (times: number, score: number): number[] => Array.from({ length: times }, () => score);

/** Normal scores around 0 and `apart`, from a small generator of its own (mulberry32, Box and Muller). */
function normalScores(count: number, apart: number): Scores {
  let state = 7;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    real: Array.from({ length: count }, normal),
    generated: Array.from({ length: count }, () => normal() + apart),
  };
}

describe('the area under the curve', () => {
  it('counts pairs, ties half', () => {
    // Pairs in order: 2 above 1, 2 and 3: 1 + ½ + 0; 4 above all three.
    expect(areaUnderCurve({ real: [1, 2, 3], generated: [2, 4] }).value).toBeCloseTo((1.5 + 3) / 6, 12);
    expect(areaUnderCurve({ real: [5, 5], generated: [5, 5] }).value).toBe(0.5);
  });

  it('has the interval that DeLong’s variance gives', () => {
    // By hand: shares of the generated 1/3, 1, 1; of the real 1, 2/3, 2/3. Variances 4/27 and 1/27, each divided by 3.
    const { value, low, high } = areaUnderCurve({ real: [1, 3, 4], generated: [2, 5, 6] });
    expect(value).toBeCloseTo(7 / 9, 12);
    const half = (1.959963984540054 * Math.sqrt(4 / 81 + 1 / 81)) / ((7 / 9) * (2 / 9));
    const odds = Math.log(7 / 2);
    expect(low).toBeCloseTo(1 / (1 + Math.exp(half - odds)), 12);
    expect(high).toBeCloseTo(1 / (1 + Math.exp(-half - odds)), 12);
  });

  it('of kinds that do not overlap is 1, but is not promised to be', () => {
    const { value, low, high } = areaUnderCurve({ real: repeat(20, 0), generated: repeat(20, 1) });
    expect([value, high]).toEqual([1, 1]);
    expect(low).toBeCloseTo(20 / (20 + 1.959963984540054 ** 2), 12);
  });

  it('is not taken of nothing, nor of what is no number', () => {
    expect(() => areaUnderCurve({ real: [], generated: [1] })).toThrow('0 scores of real');
    expect(() => areaUnderCurve({ real: [Number.NaN], generated: [1] })).toThrow('not a finite number');
  });
});

describe('errors', () => {
  it('are equal where the two shares cross', () => {
    expect(equalErrorRate({ real: [1, 2, 3, 4], generated: [3.5, 5, 6, 7] })).toBeCloseTo(0.25, 12);
    expect(equalErrorRate({ real: [0, 1], generated: [2, 3] })).toBe(0);
    expect(equalErrorRate({ real: [2, 3], generated: [0, 1] })).toBe(1);
    expect(equalErrorRate({ real: [1, 1], generated: [1, 1] })).toBe(0.5);
  });

  it('of a share have the interval of Wilson', () => {
    const { low, high } = wilson(5, 100);
    expect(low).toBeCloseTo(0.02154, 4);
    expect(high).toBeCloseTo(0.11175, 4);
    expect(wilson(0, 20).low).toBe(0);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('on real pictures stay within the share that was allowed, also among equal scores', () => {
    const real = [...repeat(95, 0), ...repeat(5, 3)];
    expect(chooseThreshold({ real, generated: [1, 2, 4] }, 0.05)).toBe(1);
    expect(chooseThreshold({ real, generated: [1, 2, 4] }, 0.04)).toBe(4);
    expect(chooseThreshold({ real: [1, 2], generated: [0] }, 0)).toBeGreaterThan(2);
  });
});

describe('the cost of likelihood ratios', () => {
  it('is one bit for saying nothing, and what the formula says for the rest', () => {
    expect(cllr({ real: [0, 0], generated: [0] })).toBeCloseTo(1, 12);
    // Ratios 3 for the generated, 1/3 for the real: log2(4/3) each.
    expect(cllr({ real: [-Math.log(3)], generated: [Math.log(3)] })).toBeCloseTo(Math.log2(4 / 3), 12);
    expect(cllr({ real: [800], generated: [0] })).toBeGreaterThan(500);
  });

  it('at its least is that of the best curve that never falls', () => {
    expect(cllrMin({ real: [0, 1], generated: [2, 3] })).toBe(0);
    expect(cllrMin({ real: [2, 3], generated: [0, 1] })).toBeCloseTo(1, 12);
    // Three blocks: real alone; one of each; generated alone. Only the middle costs: ½ of each kind at ratio 1.
    expect(cllrMin({ real: [1, 3], generated: [2, 4] })).toBeCloseTo(0.5, 12);
    expect(cllrMin({ real: repeat(8, 1), generated: [1, 1] })).toBeCloseTo(1, 12);
  });
});

describe('the fitted line', () => {
  it('gives the counted ratio where scores have two values, however uneven the counts', () => {
    // Score 1: a fifth of the real, four fifths of the generated. Score 0: the reverse. Ratios 4 and ¼.
    const scores = {
      real: [...repeat(8000, 0), ...repeat(2000, 1)],
      generated: [...repeat(200, 0), ...repeat(800, 1)],
    };
    const { slope, intercept } = fitLogistic(scores);
    expect(Math.exp(intercept)).toBeCloseTo(1 / 4, 3);
    expect(Math.exp(slope + intercept)).toBeCloseTo(4, 1);
  });

  it('finds the ratio of two normal distributions', () => {
    // Unit variances, means 0 and 2: ln LR = 2 s − 2.
    const { slope, intercept } = fitLogistic(normalScores(20_000, 2));
    expect(slope).toBeCloseTo(2, 1);
    expect(intercept).toBeCloseTo(-2, 1);
  });

  it('stays finite where the kinds do not overlap, and never turns a detector round', () => {
    const { slope } = fitLogistic({ real: [0, 1, 2], generated: [10, 11, 12] });
    expect(Number.isFinite(slope) && slope > 0).toBe(true);
    expect(fitLogistic({ real: [1, 2], generated: [-1, 0] })).toEqual({ slope: 0, intercept: 0 });
    expect(fitLogistic({ real: [3, 3], generated: [3] })).toEqual({ slope: 0, intercept: 0 });
  });

  it('does not depend on the scale of the scores', () => {
    const scores = normalScores(500, 1);
    const large = (kind: readonly number[]): number[] => kind.map((s) => s * 1e6 + 3e7);
    const small = fitLogistic(scores);
    const scaled = fitLogistic({ real: large(scores.real), generated: large(scores.generated) });
    expect(scaled.slope * 1e6).toBeCloseTo(small.slope, 6);
    expect(scaled.intercept + scaled.slope * 3e7).toBeCloseTo(small.intercept, 6);
  });
});

describe('a calibration', () => {
  const options = { set: 'scores of this test', date: '2026-11-22' };

  it('never carries a ratio beyond the smaller number of pictures', () => {
    const calibration = calibrate({ real: repeat(40, 0), generated: repeat(25, 100) }, options);
    expect(calibration.bound).toBe(25);
    expect(likelihoodRatio(calibration, 1e9)).toBeCloseTo(25, 9);
    expect(likelihoodRatio(calibration, -1e9)).toBeCloseTo(1 / 25, 9);
    expect(calibrate(normalScores(40, 1), { ...options, bound: 1e6 }).bound).toBe(40);
  });

  it('is not learned from a handful', () => {
    expect(() => calibrate({ real: repeat(9, 0), generated: repeat(50, 1) }, options)).toThrow('at least 10');
  });

  it('costs a little more than the best curve, and less than saying nothing', () => {
    const calibration = calibrate(normalScores(2000, 1.5), options);
    expect(calibration.cllr).toBeGreaterThan(calibration.cllrMin);
    expect(calibration.cllr).toBeLessThan(calibration.cllrMin + 0.03);
    expect(calibration.auc.value).toBeGreaterThan(0.83);
    expect(calibration.threshold.falsePositives).toEqual({ count: 100, of: 2000 });
  });

  it('is scored on pictures that each fold had not seen', () => {
    // Every fifth real picture is far out: its own fold's line does not know it.
    const real = Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? 9 : 0));
    const generated = repeat(50, 10);
    const ratios = crossFit({ real, generated }, 50);
    expect(ratios.real[0]).toBeGreaterThan(0);
    expect(ratios.real[1]).toBeLessThan(0);
  });

  it('keeps pictures that belong together in one fold', () => {
    // Two clips: by place each line would know both; by fold it knows only the other one.
    const scores = { real: [0, 0, 5, 5], generated: [10, 10, 20, 20] };
    const folds = { real: [0, 0, 1, 1], generated: [0, 0, 1, 1] };
    const apart = crossFit(scores, 1e6, folds);
    const alone = fitLogistic({ real: [5, 5], generated: [20, 20] });
    expect(apart.generated[0]).toBeCloseTo(alone.slope * 10 + alone.intercept, 9);
    expect(crossFit(scores, 1e6, { real: [0, 0, 0, 0], generated: [0, 0, 1, 1] }).real).toEqual([0, 0, 0, 0]);
  });

  it('is measured on other pictures with counts, intervals and coverage', () => {
    const calibration = calibrate(normalScores(1000, 2), options);
    const result = evaluateScores({ real: [-3, 0, 1, 9], generated: [2, 3, 9] }, calibration, {
      real: 1,
      generated: 0,
    });
    expect(result.falsePositives).toMatchObject({ count: 1, of: 4, value: 0.25 });
    expect(result.coverage).toMatchObject({ count: 7, of: 8 });
    expect(result.inconclusive).toMatchObject({ count: 1, of: 7 });
    expect(isInconclusive(calibration, 1.9)).toBe(true);
    expect(isInconclusive(calibration, 2)).toBe(false);
  });
});
