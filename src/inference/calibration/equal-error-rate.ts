import { requireScores, type Scores, tiedGroups } from './scores.ts';

/**
 * Where as large a share of real pictures is called generated as of generated ones is missed; between two thresholds it
 * is interpolated.
 */
export function equalErrorRate(scores: Scores): number {
  requireScores(scores);
  // From a threshold below every score upwards: nothing is missed, every real picture is called generated.
  let before = { missed: 0, false: 1 };
  let realBelow = 0;
  let generatedBelow = 0;
  for (const group of tiedGroups(scores)) {
    realBelow += group.real;
    generatedBelow += group.generated;
    const after = {
      missed: generatedBelow / scores.generated.length,
      false: 1 - realBelow / scores.real.length,
    };
    if (after.missed >= after.false) return crossing(before, after);
    before = after;
  }
  return before.missed;
}

interface Errors {
  readonly missed: number;
  readonly false: number;
}

function crossing(before: Errors, after: Errors): number {
  const gapBefore = before.false - before.missed;
  const gapAfter = after.missed - after.false;
  const step = gapBefore + gapAfter === 0 ? 0 : gapBefore / (gapBefore + gapAfter);
  return before.missed + step * (after.missed - before.missed);
}
