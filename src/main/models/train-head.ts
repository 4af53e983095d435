import { AssayError, type Calibration } from '../../contract/index.ts';
import { areaUnderCurve, calibrate, type Interval, type Scores } from '../../inference/index.ts';
import { type Examples, fitHead, type Head, scoreOf } from './fit-head.ts';
import { placeOf } from './labelled-folder.ts';

/** One picture's features. */
export interface Example {
  readonly features: Float32Array;
  readonly generated: boolean;
  readonly group: string;
}

export interface TrainedHead {
  readonly head: Head;
  readonly calibration: Calibration;
  /** The penalty that did best on the validation part. */
  readonly ridge: number;
  readonly train: PartResult;
  readonly validation: PartResult;
  readonly held: PartResult;
}

export interface PartResult {
  readonly real: number;
  readonly generated: number;
  readonly auc: Interval;
}

/** Shares of the groups: learned from, chosen by, calibrated and measured on. */
const UP_TO = { train: 0.6, validation: 0.8 } as const;
const ridges = [30, 10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0001];
/** Fewer of a kind in a part would say nothing. */
const LEAST = 10;

/**
 * Trains a linear head in three parts that share no group: weights from the first, the penalty from the second, the
 * calibration and all figures from the third, which nothing was chosen on. Throws `unprocessable` with too few pictures.
 */
export function trainHead(
  examples: readonly Example[],
  options: {
    readonly set: string;
    readonly date: string;
    readonly notScored: { real: number; generated: number };
  },
): TrainedHead {
  const parts = splitByGroup(examples);
  for (const [name, part] of Object.entries(parts)) requireEnough(name, part);
  const train = asExamples(parts.train);
  let best: { head: Head; ridge: number; auc: number } | undefined;
  for (const ridge of ridges) {
    const head = fitHead(train, ridge);
    const auc = areaUnderCurve(scoresOf(head, parts.validation)).value;
    if (best === undefined || auc > best.auc) best = { head, ridge, auc };
  }
  if (best === undefined) throw new Error('no penalty was tried');
  const { head, ridge } = best;
  const result = (part: readonly Example[]): PartResult => {
    const scores = scoresOf(head, part);
    return { real: scores.real.length, generated: scores.generated.length, auc: areaUnderCurve(scores) };
  };
  const folds = { real: foldsOf(parts.held, false), generated: foldsOf(parts.held, true) };
  return {
    head,
    ridge,
    calibration: calibrate(scoresOf(head, parts.held), { ...options, folds }),
    train: result(parts.train),
    validation: result(parts.validation),
    held: result(parts.held),
  };
}

function splitByGroup(examples: readonly Example[]): Record<'train' | 'validation' | 'held', Example[]> {
  const parts = { train: [] as Example[], validation: [] as Example[], held: [] as Example[] };
  for (const example of examples) {
    const place = placeOf(`split ${example.group}`);
    parts[place < UP_TO.train ? 'train' : place < UP_TO.validation ? 'validation' : 'held'].push(example);
  }
  return parts;
}

function requireEnough(name: string, part: readonly Example[]): void {
  const generated = part.filter((one) => one.generated).length;
  if (Math.min(generated, part.length - generated) >= LEAST) return;
  throw new AssayError(
    'unprocessable',
    `There are too few pictures: the part “${name}” got ${part.length - generated} real and ${generated} generated ones and needs ${LEAST} of each. About 100 of each kind are the least; sub-folders of real/ and fake/ stay together, so there must be many of them.`,
  );
}

function asExamples(part: readonly Example[]): Examples {
  return { rows: part.map(({ features }) => features), generated: part.map(({ generated }) => generated) };
}

function scoresOf(head: Head, part: readonly Example[]): Scores {
  const of = (wanted: boolean): number[] =>
    part.filter(({ generated }) => generated === wanted).map(({ features }) => scoreOf(head, features));
  return { real: of(false), generated: of(true) };
}

function foldsOf(part: readonly Example[], wanted: boolean): number[] {
  return part
    .filter(({ generated }) => generated === wanted)
    .map(({ group }) => Math.floor(placeOf(group) * 5));
}
