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
 * `scores` holds `steps` rows of one value per class.
 */
export function decodeCtc(scores: Float32Array, steps: number, classes: readonly string[]): Letter[] {
  const letters: Letter[] = [];
  const count = classes.length;
  let previous = 0;
  for (let step = 0; step < steps; step++) {
    const row = step * count;
    let best = 0;
    let score = scores[row] ?? 0;
    for (let i = 1; i < count; i++) {
      const value = scores[row + i] ?? 0;
      if (value > score) {
        score = value;
        best = i;
      }
    }
    if (best !== 0 && best !== previous)
      letters.push({ text: classes[best] ?? '', score, at: (step + 0.5) / steps });
    previous = best;
  }
  return letters;
}
