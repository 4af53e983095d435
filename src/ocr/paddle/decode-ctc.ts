/** A letter that was read, and where along the line. */
export interface Letter {
  readonly text: string;
  /** 0–1, as the network judges it. */
  readonly score: number;
  /** Its middle, 0–1 of the width that was read. */
  readonly at: number;
}

/**
 * Greedy decoding of connectionist temporal classification: the best class of each step, repeats and blanks left out.
 * `best` and `scores` hold one value for each step; class 0 is the blank.
 */
export function decodeCtc(best: Int32Array, scores: Float32Array, classes: readonly string[]): Letter[] {
  const letters: Letter[] = [];
  let previous = 0;
  best.forEach((one, step) => {
    if (one !== 0 && one !== previous)
      letters.push({
        text: classes[one] ?? '',
        score: scores[step] ?? 0,
        at: (step + 0.5) / best.length,
      });
    previous = one;
  });
  return letters;
}
