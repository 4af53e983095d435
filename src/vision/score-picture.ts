import {
  type AddedModel,
  AnalysisFailure,
  type Model,
  type ScoreManifest,
  type Tensor,
} from '../contract/plain.ts';
import { likelihoodRatio } from '../inference/index.ts';
import type { Box, Raster } from '../media/index.ts';
import { cutPart, prepareInput } from './prepare-input.ts';
import { readFeatures, readOutput } from './read-output.ts';

/** What an added model says of one picture or face. */
export interface AddedScore {
  /** On the model's own scale, higher for generated; log-odds where the model gives a probability. */
  readonly score: number;
  /** Likelihood ratio by the manifest's calibration, within its bound; undefined: it has none. */
  readonly ratio: number | undefined;
}

/**
 * Scores a picture, or the face in a box, with a model that an operator added: cuts, scales and normalises as its manifest
 * says, and runs its encoder first where it has one. Throws `AnalysisFailure('unsupported')` when the model does not fit
 * its manifest or gives no finite number; the message says which.
 */
export async function scorePicture(added: AddedModel, raster: Raster, box?: Box): Promise<AddedScore> {
  const { manifest } = added;
  if (manifest.kind === 'encoder')
    throw new AnalysisFailure(
      'unsupported',
      `The added model ${manifest.name} is an encoder: it gives no score.`,
    );
  const input = await inputOf(added, manifest, raster, box);
  const outputs = await run(added.model, manifest.input.name, input);
  const score = readOutput(outputs, manifest.output);
  const { calibration } = manifest;
  return { score, ratio: calibration === undefined ? undefined : likelihoodRatio(calibration, score) };
}

/** The features that an encoder gives a picture or a face. Throws as `scorePicture` does. */
export async function encodePicture(
  { manifest, model }: NonNullable<AddedModel['encoder']>,
  part: Raster,
): Promise<Float32Array> {
  const outputs = await run(model, manifest.input.name, await prepareInput(part, manifest.input));
  return readFeatures(outputs, manifest.output);
}

async function inputOf(
  { encoder }: AddedModel,
  { input, name }: ScoreManifest,
  raster: Raster,
  box: Box | undefined,
): Promise<Tensor> {
  const part = cutPart(raster, input.crop, box);
  if (!('encoder' in input)) return prepareInput(part, input);
  if (encoder === undefined)
    throw new AnalysisFailure('unsupported', `The added model ${name} needs an encoder that is not there.`);
  const data = await encodePicture(encoder, part);
  return { type: 'float32', dims: [1, data.length], data };
}

/** The runtime's complaint about a shape or a name is the operator's to read. */
async function run(model: Model, input: string, tensor: Tensor): Promise<Readonly<Record<string, Tensor>>> {
  try {
    return await model.run({ [input]: tensor });
  } catch (cause) {
    if (cause instanceof AnalysisFailure) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const detail = `The added model ${model.name} does not run as its manifest says: ${why.slice(0, 600)}`;
    throw new AnalysisFailure('unsupported', detail, { cause });
  }
}
