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
  /** Fold of each score, for pictures that belong together (frames of one clip). Default: every fifth by its place. */
  readonly folds?: Scores;
}

/**
 * Learns a calibration and measures it. Without `folds` the order of the scores decides them, so it must not follow the
 * score (take the order of the pictures' hashes). Throws `unprocessable` with fewer than ten of a kind.
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
    cllr: cllr(crossFit(scores, bound, options.folds)),
    cllrMin: cllrMin(scores),
    threshold: { score: threshold, falsePositives: countAtLeast(scores.real, threshold) },
    inconclusive: INCONCLUSIVE,
    set: options.set,
    date: options.date,
  };
}

/**
 * Natural logarithms of bounded ratios, each from a line that was fitted without the picture's fold. A fold without which
 * a kind would have no score left says nothing of its pictures: their ratio is 1.
 */
export function crossFit(scores: Scores, bound: number, folds: Scores = evenFolds(scores)): Scores {
  const lines = new Map<number, Line>();
  for (const fold of new Set([...folds.real, ...folds.generated]))
    lines.set(fold, fitWithout(scores, folds, fold));
  const ratios = (kind: keyof Scores): number[] =>
    scores[kind].map((score, i) => boundedLogRatio(lines.get(folds[kind][i] ?? -1) ?? NOTHING, bound, score));
  return { real: ratios('real'), generated: ratios('generated') };
}

const NOTHING: Line = { slope: 0, intercept: 0 };

function fitWithout(scores: Scores, folds: Scores, fold: number): Line {
  const rest = (kind: keyof Scores): number[] => scores[kind].filter((_, i) => folds[kind][i] !== fold);
  const [real, generated] = [rest('real'), rest('generated')];
  return real.length === 0 || generated.length === 0 ? NOTHING : fitLogistic({ real, generated });
}

function evenFolds({ real, generated }: Scores): Scores {
  return { real: real.map((_, i) => i % FOLDS), generated: generated.map((_, i) => i % FOLDS) };
}
