import type { TrainingSource } from '../../src/contract/plain.ts';

const MOST = 1500;

/** Which pictures the model has learned from, and that all other generators were not tested. */
export function sayTraining(training: readonly TrainingSource[] = []): string {
  const rest = 'Pictures by other generators were not tested: they can score like genuine ones.';
  if (training.length === 0) return `What the model was trained on is not written down with it. ${rest}`;
  const sources = training.map(({ source }) => source).join('; ');
  return `The model was trained on: ${sources.slice(0, MOST)}. ${rest}`;
}
