import type { Calibration } from '../contract/plain.ts';
import type { Retest } from './explain-robustness.ts';

/** What a score means for the one place that was looked at. */
export type Standing = 'supports' | 'inconclusive' | 'no-indication' | 'uncalibrated';

export interface Weight {
  /** Of the score as it is. */
  readonly ratio: number;
  /** Of each changed copy, in the order given. */
  readonly retested: readonly { readonly change: string; readonly score: number; readonly ratio: number }[];
  /** What may count: the least ratio of all copies, shared among the places that could have given it. At most `ratio`. */
  readonly support: number;
  /** The copy that is furthest on the other side, where one is. */
  readonly turned: { readonly change: string; readonly score: number; readonly ratio: number } | undefined;
}

/**
 * Weighs a score. With one forged place among n, each as likely, the ratio for “one of them is forged” is the mean of
 * their ratios, so a single one counts for no less than its nth part.
 */
export function weigh(
  ratioOf: (score: number) => number,
  score: number,
  retests: readonly Retest[],
  among: number,
): Weight {
  const ratio = ratioOf(score);
  const retested = retests.map((retest) => ({ ...retest, ratio: ratioOf(retest.score) }));
  const least = Math.min(ratio, ...retested.map((one) => one.ratio));
  const furthest = [...retested].sort((a, b) => (ratio > 1 ? a.ratio - b.ratio : b.ratio - a.ratio))[0];
  const turned = furthest !== undefined && ratio > 1 !== furthest.ratio > 1 ? furthest : undefined;
  return { ratio, retested, support: least / Math.max(1, among), turned };
}

/** Outside of the calibration's band that says nothing, and staying there when the picture is changed. */
export function standingOf({ inconclusive }: Calibration, { ratio, retested, support }: Weight): Standing {
  if (support >= inconclusive.high) return 'supports';
  const most = Math.max(ratio, ...retested.map((one) => one.ratio));
  return ratio <= inconclusive.low && most < inconclusive.high ? 'no-indication' : 'inconclusive';
}
