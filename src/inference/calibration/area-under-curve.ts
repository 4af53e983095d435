import { type Interval, requireScores, type Scores, tiedGroups } from './scores.ts';
import { wilson, Z95 } from './wilson.ts';

/**
 * The chance that a generated picture scores above a real one, ties counting half (Mann and Whitney), with its 95 %
 * interval (DeLong, DeLong and Clarke-Pearson, 1988, on the logit scale so that it stays within 0–1). Where the two kinds
 * do not overlap the variance is 0 and would promise too much: then it is Wilson's, for as many pictures as the rarer
 * kind has.
 */
export function areaUnderCurve(scores: Scores): Interval {
  requireScores(scores);
  const { real, generated } = placements(scores);
  const value = meanOf(generated);
  const fewest = Math.min(scores.real.length, scores.generated.length);
  const variance =
    varianceOf(generated, value) / scores.generated.length + varianceOf(real, value) / scores.real.length;
  if (!(variance > 0) || value <= 0 || value >= 1) return { value, ...wilson(value * fewest, fewest) };
  const logit = Math.log(value / (1 - value));
  const half = (Z95 * Math.sqrt(variance)) / (value * (1 - value));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return { value, low: back(logit - half), high: back(logit + half) };
}

interface Placement {
  readonly share: number;
  readonly count: number;
}

/** For each picture of one kind: the share of the other kind that it is on the right side of. Equal scores as one entry. */
function placements(scores: Scores): { real: Placement[]; generated: Placement[] } {
  const real: Placement[] = [];
  const generated: Placement[] = [];
  let realBelow = 0;
  let generatedBelow = 0;
  for (const group of tiedGroups(scores)) {
    const above = scores.generated.length - generatedBelow - group.generated;
    generated.push({ share: (realBelow + group.real / 2) / scores.real.length, count: group.generated });
    real.push({ share: (above + group.generated / 2) / scores.generated.length, count: group.real });
    realBelow += group.real;
    generatedBelow += group.generated;
  }
  return { real, generated };
}

function meanOf(placed: readonly Placement[]): number {
  let sum = 0;
  let all = 0;
  for (const { share, count } of placed) {
    sum += share * count;
    all += count;
  }
  return sum / all;
}

/** Of a sample: divided by one less than its size; 0 for one picture alone. */
function varianceOf(placed: readonly Placement[], around: number): number {
  let sum = 0;
  let all = 0;
  for (const { share, count } of placed) {
    sum += count * (share - around) ** 2;
    all += count;
  }
  return all > 1 ? sum / (all - 1) : 0;
}
