import { scriptWeights, type Writing } from '../../data/languages/script-weights.ts';

const writings = Object.keys(scriptWeights) as Writing[];

/**
 * How likely a line is in each writing, by the features that PP-OCR's reader gives for it; sums to 1. PP-OCR cannot read
 * most of them, but tells them apart. Multinomial logistic regression; how it was trained: data/languages/README.md.
 */
export function guessWriting(features: Float32Array): Record<Writing, number> {
  const scores = writings.map((writing) => {
    const weights = scriptWeights[writing];
    let sum = weights[features.length] ?? 0;
    for (let i = 0; i < features.length; i++) sum += (features[i] ?? 0) * (weights[i] ?? 0);
    return sum;
  });
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((a, b) => a + b);
  return Object.fromEntries(writings.map((writing, i) => [writing, (powers[i] ?? 0) / total])) as Record<
    Writing,
    number
  >;
}
