import type { Finding, Model } from '../../src/contract/plain.ts';

const MOST = 6000;

/** Says once which pictures the model has learned from, and that all other generators were not tested. */
export function sayTraining({
  name,
  training = [],
}: Pick<Model, 'name' | 'training'>): Pick<Finding, 'id' | 'title' | 'detail' | 'severity'> {
  const sources = training.map(({ source }) => source).join('; ');
  const known =
    sources === ''
      ? `What ${name} was trained on is not written down with it.`
      : `${name} was trained on these generated and recorded pictures: ${sources.slice(0, MOST)}.`;
  return {
    id: 'synthetic-image.generators',
    title: 'Which generators this method knows',
    detail: `${known} Pictures by other generators were not tested: they can score like recorded ones.`,
    severity: 'info',
  };
}
