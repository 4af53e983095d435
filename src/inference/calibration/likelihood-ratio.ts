import type { Calibration } from '../../contract/index.ts';
import type { Line } from './fit-logistic.ts';

/** ln of the ratio that a line gives a score, kept within [1/bound, bound]. */
export function boundedLogRatio({ slope, intercept }: Line, bound: number, score: number): number {
  const most = Math.log(bound);
  return Math.min(most, Math.max(-most, slope * score + intercept));
}

/** How much more often this score is met on generated than on real pictures: within [1/bound, bound]. */
export function likelihoodRatio(calibration: Calibration, score: number): number {
  return Math.exp(boundedLogRatio(calibration, calibration.bound, score));
}

/** Whether a ratio is too near to 1 to speak for either side. */
export function isInconclusive({ inconclusive }: Calibration, ratio: number): boolean {
  return ratio > inconclusive.low && ratio < inconclusive.high;
}
