import { AssayError } from '../../contract/plain.ts';

/** Scores of labelled pictures on one scale; higher speaks for generated. */
export interface Scores {
  readonly real: readonly number[];
  readonly generated: readonly number[];
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Throws `unprocessable` when a kind has fewer than `least` scores, or one is not a number. */
export function requireScores({ real, generated }: Scores, least = 1): void {
  if (real.length < least || generated.length < least)
    throw new AssayError(
      'unprocessable',
      `There are ${real.length} scores of real and ${generated.length} of generated pictures; at least ${least} of each are needed.`,
    );
  if (![...real, ...generated].every(Number.isFinite))
    throw new AssayError('unprocessable', 'A score is not a finite number. Nothing was measured.');
}

/** Scores of both kinds, lowest first; those of equal score stand together. */
export function tiedGroups({ real, generated }: Scores): readonly Tied[] {
  const all = [
    ...real.map((score) => ({ score, generated: 0 })),
    ...generated.map((score) => ({ score, generated: 1 })),
  ].sort((a, b) => a.score - b.score);
  const groups: { score: number; real: number; generated: number }[] = [];
  for (const one of all) {
    const last = groups.at(-1);
    const group = last?.score === one.score ? last : { score: one.score, real: 0, generated: 0 };
    if (group !== last) groups.push(group);
    group.generated += one.generated;
    group.real += 1 - one.generated;
  }
  return groups;
}

/** How many pictures of each kind have one score. */
export interface Tied {
  readonly score: number;
  readonly real: number;
  readonly generated: number;
}
