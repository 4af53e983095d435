import type { Calibration } from '../../contract/index.ts';
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
import { type Label, type Labelled, placeOf } from './labelled-folder.ts';

/** How well one score does on a labelled folder. */
export interface MeasuredScores {
  readonly name: string;
  readonly pictures: readonly ScoredPicture[];
  readonly counts: { readonly real: number; readonly generated: number };
  readonly coverage: MeasuredRate;
  /** Undefined where a kind has no score. */
  readonly auc: Interval | undefined;
  readonly eer: number | undefined;
  /** Learned from this folder; undefined where there are too few pictures. */
  readonly calibration: Calibration | undefined;
  /** By the calibration that there is already. */
  readonly asCalibrated: (Evaluation & { readonly set: string }) | undefined;
  /** Why pictures got no score, and how many. */
  readonly notScored: readonly (readonly [why: string, count: number])[];
}

export interface ScoredPicture {
  readonly picture: Labelled;
  readonly score: number | undefined;
  readonly why: string | undefined;
}

/** Which pictures these are, and the day (YYYY-MM-DD): for the calibration. */
export interface MeasuredOn {
  readonly set: string;
  readonly date: string;
}

const FOLDS = 5;

/** Every figure of one score. `existing`: the calibration it has, to be tried on these pictures. */
export function measureScores(
  name: string,
  pictures: readonly ScoredPicture[],
  on: MeasuredOn,
  existing: Calibration | undefined,
): MeasuredScores {
  const real = split(pictures, 'real');
  const generated = split(pictures, 'generated');
  const scores: Scores = { real: real.scores, generated: generated.scores };
  const counts = { real: real.scores.length, generated: generated.scores.length };
  const notScored = { real: real.missing, generated: generated.missing };
  const fewest = Math.min(counts.real, counts.generated);
  const folds = { real: real.folds, generated: generated.folds };
  return {
    name,
    pictures,
    counts,
    coverage: measuredRate({ count: counts.real + counts.generated, of: pictures.length }),
    auc: fewest > 0 ? areaUnderCurve(scores) : undefined,
    eer: fewest > 0 ? equalErrorRate(scores) : undefined,
    calibration: fewest >= LEAST_PICTURES ? calibrate(scores, { ...on, notScored, folds }) : undefined,
    asCalibrated:
      existing !== undefined && fewest > 0
        ? { ...evaluateScores(scores, existing, notScored), set: existing.set }
        : undefined,
    notScored: reasons(pictures),
  };
}

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
