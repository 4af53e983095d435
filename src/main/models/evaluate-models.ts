import {
  type AddedModelManifest,
  AssayError,
  type Calibration,
  chooseAdded,
  type ScoreManifest,
} from '../../contract/index.ts';
import {
  areaUnderCurve,
  calibrate,
  type Evaluation,
  equalErrorRate,
  evaluateScores,
  type Interval,
  LEAST_PICTURES,
  type MeasuredRate,
  measuredRate,
  type Scores,
} from '../../inference/index.ts';
import type { PictureAnswer } from '../../measure/index.ts';
import type { Config } from '../config.ts';
import { type Label, type Labelled, type LabelledFolder, placeOf } from './labelled-folder.ts';
import { runPictures } from './run-pictures.ts';

/** How one added model does on a labelled folder. */
export interface ModelEvaluation {
  readonly manifest: ScoreManifest;
  readonly pictures: readonly ScoredPicture[];
  readonly counts: { readonly real: number; readonly generated: number };
  readonly coverage: MeasuredRate;
  /** Undefined where a kind has no score. */
  readonly auc: Interval | undefined;
  readonly eer: number | undefined;
  /** Learned from this folder; undefined where there are too few pictures. */
  readonly calibration: Calibration | undefined;
  /** By the calibration that the manifest has already. */
  readonly asCalibrated: Evaluation | undefined;
  /** Why pictures got no score, and how many. */
  readonly notScored: readonly (readonly [why: string, count: number])[];
}

export interface ScoredPicture {
  readonly picture: Labelled;
  readonly score: number | undefined;
  readonly why: string | undefined;
}

export interface EvaluateOptions {
  readonly models: readonly ScoreManifest[];
  /** All that are there: encoders are taken from them. */
  readonly all: readonly AddedModelManifest[];
  readonly whole: boolean;
  /** Which pictures these are, for the calibration. */
  readonly set: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly onDone?: (done: number) => void;
}

/** Scores every picture with every model, in jails, and measures. */
export async function evaluateModels(
  config: Config,
  { pictures }: LabelledFolder,
  options: EvaluateOptions,
): Promise<readonly ModelEvaluation[]> {
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
  return options.models.map((manifest) =>
    measure(
      manifest,
      pictures.map((picture, i) => scored(picture, answers[i], manifest.name)),
      options,
    ),
  );
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

function measure(
  manifest: ScoreManifest,
  pictures: readonly ScoredPicture[],
  { set, date }: EvaluateOptions,
): ModelEvaluation {
  const real = split(pictures, 'real');
  const generated = split(pictures, 'generated');
  const scores: Scores = { real: real.scores, generated: generated.scores };
  const counts = { real: real.scores.length, generated: generated.scores.length };
  const notScored = { real: real.missing, generated: generated.missing };
  const fewest = Math.min(counts.real, counts.generated);
  const folds = { real: real.folds, generated: generated.folds };
  return {
    manifest,
    pictures,
    counts,
    coverage: measuredRate({ count: counts.real + counts.generated, of: pictures.length }),
    auc: fewest > 0 ? areaUnderCurve(scores) : undefined,
    eer: fewest > 0 ? equalErrorRate(scores) : undefined,
    calibration: fewest >= LEAST_PICTURES ? calibrate(scores, { set, date, notScored, folds }) : undefined,
    asCalibrated:
      manifest.calibration !== undefined && fewest > 0
        ? evaluateScores(scores, manifest.calibration, notScored)
        : undefined,
    notScored: reasons(pictures),
  };
}

const FOLDS = 5;

function split(
  pictures: readonly ScoredPicture[],
  label: Label,
): { scores: number[]; folds: number[]; missing: number } {
  const own = pictures.filter(({ picture }) => picture.label === label);
  const withScore = own.flatMap(({ picture, score }) => (score === undefined ? [] : [{ picture, score }]));
  return {
    scores: withScore.map(({ score }) => score),
    folds: withScore.map(({ picture }) => Math.floor(placeOf(picture.group) * FOLDS)),
    missing: own.length - withScore.length,
  };
}

function reasons(pictures: readonly ScoredPicture[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { why } of pictures) if (why !== undefined) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
