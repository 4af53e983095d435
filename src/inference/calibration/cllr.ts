import { requireScores, type Scores, tiedGroups } from './scores.ts';

/** log2(1 + e^x) without overflow. */
const softplus2 = (x: number): number => (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))) / Math.LN2;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Cost of likelihood ratios in bits (Brümmer and du Preez, 2006): 0 is perfect, 1 is what always saying "1" costs, more is
 * worse than saying nothing. Takes natural logarithms of the ratios.
 */
export function cllr(logRatios: Scores): number {
  requireScores(logRatios);
  const ofGenerated = meanOf(logRatios.generated.map((x) => softplus2(-x)));
  const ofReal = meanOf(logRatios.real.map((x) => softplus2(x)));
  return (ofGenerated + ofReal) / 2;
}

/**
 * The least cost that any calibration of this ranking could have on these very pictures: ratios from the best
 * non-decreasing curve (pool adjacent violators), which keeps what the ranking knows apart from how it is scaled.
 */
export function cllrMin(scores: Scores): number {
  requireScores(scores);
  let cost = 0;
  const priorOdds = scores.generated.length / scores.real.length;
  for (const { real, generated } of poolViolators(scores)) {
    // A block of one kind alone has a ratio of 0 or infinity, which costs that kind nothing.
    if (real === 0 || generated === 0) continue;
    const ratio = generated / real / priorOdds;
    cost += (generated / scores.generated.length) * Math.log2(1 + 1 / ratio);
    cost += (real / scores.real.length) * Math.log2(1 + ratio);
  }
  return cost / 2;
}

interface Block {
  real: number;
  generated: number;
}

/** Merges neighbouring scores until the share of generated pictures nowhere falls as the score rises. */
export function poolViolators(scores: Scores): readonly Readonly<Block>[] {
  const blocks: Block[] = [];
  for (const { real, generated } of tiedGroups(scores)) {
    let block = { real, generated };
    for (
      let last = blocks.at(-1);
      last !== undefined && shareOf(last) >= shareOf(block);
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = { real: block.real + last.real, generated: block.generated + last.generated };
    }
    blocks.push(block);
  }
  return blocks;
}

const shareOf = ({ real, generated }: Block): number => generated / (real + generated);
