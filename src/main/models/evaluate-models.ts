import {
  type AddedModelManifest,
  AssayError,
  chooseAdded,
  type ScoreManifest,
} from '../../contract/index.ts';
import type { PictureAnswer } from '../../measure/index.ts';
import type { Config } from '../config.ts';
import type { Labelled, LabelledFolder } from './labelled-folder.ts';
import { type MeasuredOn, type MeasuredScores, measureScores, type ScoredPicture } from './measure-scores.ts';
import { runPictures } from './run-pictures.ts';

export interface EvaluateOptions extends MeasuredOn {
  readonly models: readonly ScoreManifest[];
  /** All that are there: encoders are taken from them. */
  readonly all: readonly AddedModelManifest[];
  readonly whole: boolean;
  readonly onDone?: (done: number) => void;
}

/** Scores every picture with every model, in jails, and measures. */
export async function evaluateModels(
  config: Config,
  { pictures }: LabelledFolder,
  options: EvaluateOptions,
): Promise<readonly MeasuredScores[]> {
  const names = new Set(options.models.map(({ name }) => name));
  const chosen = chooseAdded(['face-score', 'image-score'], options.all).filter(({ manifest }) =>
    names.has(manifest.name),
  );
  const missing = options.models.find(({ name }) => !chosen.some(({ manifest }) => manifest.name === name));
  if (missing !== undefined)
    throw new AssayError(
      'conflict',
      `${missing.name} needs an encoder that is not there, or has other bytes.`,
    );
  const models = [
    ...new Set(
      chosen.flatMap(({ manifest, encoder }) => (encoder === undefined ? [manifest] : [encoder, manifest])),
    ),
  ];
  const { onDone, whole } = options;
  const answers = await runPictures(config, pictures, {
    models,
    task: { task: 'score', whole },
    ...(onDone === undefined ? {} : { onDone }),
  });
  return options.models.map((manifest) => {
    const own = pictures.map((picture, i) => scored(picture, answers[i], manifest.name));
    return measureScores(manifest.name, own, options, manifest.calibration);
  });
}

function scored(picture: Labelled, answer: PictureAnswer | undefined, name: string): ScoredPicture {
  if (answer !== undefined && 'scores' in answer) {
    const score = answer.scores[name];
    if (score !== undefined) return { picture, score, why: undefined };
    return { picture, score, why: answer.refused?.[name] ?? 'The model gave no score.' };
  }
  return {
    picture,
    score: undefined,
    why: answer !== undefined && 'why' in answer ? answer.why : 'No answer.',
  };
}
