import type { Calibration } from '../../contract/index.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import { countAtLeast, type Rate } from './choose-threshold.ts';
import { cllr, cllrMin } from './cllr.ts';
import { equalErrorRate } from './equal-error-rate.ts';
import { isInconclusive, likelihoodRatio } from './likelihood-ratio.ts';
import type { Interval, Scores } from './scores.ts';
import { wilson } from './wilson.ts';

/** A counted share with its 95 % interval. */
export interface MeasuredRate extends Rate, Interval {}

export interface Evaluation {
  readonly real: number;
  readonly generated: number;
  readonly auc: Interval;
  readonly eer: number;
  readonly cllr: number;
  readonly cllrMin: number;
  /** Real pictures at or above the calibration's threshold. */
  readonly falsePositives: MeasuredRate;
  /** Generated pictures at or above it. */
  readonly truePositives: MeasuredRate;
  /** Pictures whose ratio says nothing. */
  readonly inconclusive: MeasuredRate;
  /** Pictures that got a score, of all that were shown to it. */
  readonly coverage: MeasuredRate;
}

/** How a detector with a given calibration does on pictures that it was not calibrated on. */
export function evaluateScores(
  scores: Scores,
  calibration: Calibration,
  notScored: { readonly real: number; readonly generated: number } = { real: 0, generated: 0 },
): Evaluation {
  const auc = areaUnderCurve(scores);
  const ratiosOf = (kind: readonly number[]): number[] => kind.map((s) => likelihoodRatio(calibration, s));
  const ratios = { real: ratiosOf(scores.real), generated: ratiosOf(scores.generated) };
  const all = [...ratios.real, ...ratios.generated];
  const { score } = calibration.threshold;
  return {
    real: scores.real.length,
    generated: scores.generated.length,
    auc,
    eer: equalErrorRate(scores),
    cllr: cllr({ real: ratios.real.map(Math.log), generated: ratios.generated.map(Math.log) }),
    cllrMin: cllrMin(scores),
    falsePositives: measuredRate(countAtLeast(scores.real, score)),
    truePositives: measuredRate(countAtLeast(scores.generated, score)),
    inconclusive: measuredRate({
      count: all.filter((ratio) => isInconclusive(calibration, ratio)).length,
      of: all.length,
    }),
    coverage: measuredRate({
      count: all.length,
      of: all.length + notScored.real + notScored.generated,
    }),
  };
}

/** A counted share with its interval (Wilson). */
export function measuredRate({ count, of }: Rate): MeasuredRate {
  return { count, of, value: of === 0 ? 0 : count / of, ...wilson(count, of) };
}
