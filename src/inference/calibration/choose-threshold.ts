import type { Scores } from './scores.ts';

export interface Rate {
  readonly count: number;
  readonly of: number;
}

/** How many pictures score at least `threshold`. */
export function countAtLeast(scores: readonly number[], threshold: number): Rate {
  return { count: scores.filter((score) => score >= threshold).length, of: scores.length };
}

/**
 * The lowest score met at or above which no more than the share `rate` of the real pictures lies. Where even the highest
 * score has too many, one a little above all scores.
 */
export function chooseThreshold({ real, generated }: Scores, rate: number): number {
  const most = Math.floor(rate * real.length + 1e-9);
  const ranked = [...real].sort((a, b) => b - a);
  const refused = ranked[most] ?? Number.NEGATIVE_INFINITY;
  // Every real picture that scores as `refused` does must stay below.
  let lowest = Number.POSITIVE_INFINITY;
  for (const score of [...real, ...generated]) if (score > refused && score < lowest) lowest = score;
  if (Number.isFinite(lowest)) return lowest;
  return refused + Math.max(1e-6, Math.abs(refused) * 1e-6);
}
