import type { Calibration } from '../contract/plain.ts';
import type { Retest } from './explain-robustness.ts';

/** What a score means for the one place that was looked at. */
export type Standing = 'supports' | 'inconclusive' | 'no-indication' | 'uncalibrated';

export interface WeighedCopy extends Retest {
  readonly ratio: number;
}

export interface Weight {
  /** Of the score as it is. */
  readonly ratio: number;
  /** Of each changed copy, in the order given. */
  readonly copies: readonly WeighedCopy[];
  /** Copies whose ratio is on the other side of 1, the furthest first. */
  readonly turned: readonly WeighedCopy[];
  /** Most copies are on the same side. */
  readonly holds: boolean;
  /** Places of the artefact that were scored. */
  readonly among: number;
  /**
   * What may count for the proposition: the least ratio of the place and the copies that stay on its side, shared among
   * the places that could have given it.
   */
  readonly support: number;
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
  // Without the last bits: a ratio at the bound must not come out above it and take a stronger word.
  const rounded = (value: number) => Number(ratioOf(value).toPrecision(10));
  const ratio = rounded(score);
  const copies = retests.map((retest) => ({ ...retest, ratio: rounded(retest.score) }));
  const isSame = (copy: WeighedCopy) => copy.ratio > 1 === ratio > 1;
  const distance = (copy: WeighedCopy) => Math.abs(Math.log(copy.ratio));
  const turned = copies.filter((copy) => !isSame(copy)).sort((a, b) => distance(b) - distance(a));
  const least = Math.min(ratio, ...copies.filter(isSame).map((copy) => copy.ratio));
  const holds = turned.length * 2 <= copies.length;
  return { ratio, copies, turned, holds, among, support: least / Math.max(1, among) };
}

/**
 * Outside of the calibration's band that says nothing, and staying on that side when the picture is changed. A method
 * speaks for forgery from its threshold only, so that few recorded faces meet it.
 */
export function standingOf(
  { inconclusive, threshold }: Calibration,
  { ratio, holds, support }: Weight,
  score: number,
): Standing {
  if (holds && support >= inconclusive.high && score >= threshold.score) return 'supports';
  return holds && ratio <= inconclusive.low ? 'no-indication' : 'inconclusive';
}
