import type { Calibration } from '../../contract/index.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import { chooseThreshold, countAtLeast } from './choose-threshold.ts';
import { cllr, cllrMin } from './cllr.ts';
import { equalErrorRate } from './equal-error-rate.ts';
import { fitLogistic, type Line } from './fit-logistic.ts';
import { boundedLogRatio } from './likelihood-ratio.ts';
import { requireScores, type Scores } from './scores.ts';

/** Fewer pictures of a kind than this make no calibration. */
export const LEAST_PICTURES = 10;
const FOLDS = 5;
/** Ratios below 2 are "no practical support" in the words of ENFSI's scale. */
const INCONCLUSIVE = { low: 0.5, high: 2 };

export interface CalibrateOptions {
  /** Which pictures these are. */
  readonly set: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Default, and most: the smaller number of pictures. */
  readonly bound?: number;
  /** Share of real pictures that may lie at or above the threshold. Default 0.05. */
  readonly falsePositiveRate?: number;
  readonly notScored?: { readonly real: number; readonly generated: number };
}

/**
 * Learns a calibration and measures it. The order of the scores decides the folds, so it must not follow the score (take
 * the order of the pictures' hashes). Throws `unprocessable` with fewer than ten of a kind.
 */
export function calibrate(scores: Scores, options: CalibrateOptions): Calibration {
  requireScores(scores, LEAST_PICTURES);
  const fewest = Math.min(scores.real.length, scores.generated.length);
  const bound = Math.min(options.bound ?? fewest, fewest);
  const threshold = chooseThreshold(scores, options.falsePositiveRate ?? 0.05);
  return {
    method: 'logistic',
    ...fitLogistic(scores),
    real: { count: scores.real.length },
    generated: { count: scores.generated.length },
    ...(options.notScored === undefined ? {} : { notScored: options.notScored }),
    bound,
    auc: areaUnderCurve(scores),
    eer: equalErrorRate(scores),
    cllr: cllr(crossFit(scores, bound)),
    cllrMin: cllrMin(scores),
    threshold: { score: threshold, falsePositives: countAtLeast(scores.real, threshold) },
    inconclusive: INCONCLUSIVE,
    set: options.set,
    date: options.date,
  };
}

/** Natural logarithms of bounded ratios, each from a line that was fitted without the picture's fold. */
export function crossFit(scores: Scores, bound: number): Scores {
  const lines = Array.from({ length: FOLDS }, (_, fold) =>
    fitLogistic({ real: without(scores.real, fold), generated: without(scores.generated, fold) }),
  );
  const ratios = (kind: readonly number[]): number[] =>
    kind.map((score, i) => boundedLogRatio(lines[i % FOLDS] as Line, bound, score));
  return { real: ratios(scores.real), generated: ratios(scores.generated) };
}

const without = (kind: readonly number[], fold: number): number[] =>
  kind.filter((_, i) => i % FOLDS !== fold);
