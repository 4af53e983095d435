import type { EncoderManifest } from '../../contract/index.ts';
import type { PartResult, TrainedHead } from './train-head.ts';

const partWords = (what: string, { real, generated, auc }: PartResult): string =>
  `${what}: ${real} real, ${generated} generated, AUC ${auc.value.toFixed(3)} (${auc.low.toFixed(3)}–${auc.high.toFixed(3)}).`;

/** The card of a trained head, in the words of the report's readers. */
export function tellTraining(
  { ridge, train, validation, held }: TrainedHead,
  encoder: EncoderManifest,
): string {
  return [
    `A linear head on the features of the frozen encoder ${encoder.name}.`,
    partWords('Weights learned from', train),
    partWords(`Penalty on the weights (${ridge}) chosen by`, validation),
    partWords('Calibrated and measured on, nothing chosen by', held),
    'It knows the kinds of pictures that it was trained on. On other generators, cameras and messengers it can be no better than chance: measure it there with “assay models evaluate”.',
  ].join('\n');
}
