import { type Calibration, type Finding, type Location, type Model, supportWord } from '../contract/plain.ts';
import { likelihoodRatio } from '../inference/index.ts';
import type { Retest } from './explain-robustness.ts';
import { type Standing, standingOf, type Weight, weigh } from './explain-weight.ts';
import {
  answerWords,
  calibrationWords,
  type Propositions,
  scoreText,
  steadinessWords,
} from './explain-words.ts';

/** A model as a finding names it: a shipped one, or an added one with the calibration of its manifest. */
export type NamedModel = Pick<Model, 'name' | 'sha256' | 'calibration'>;

export interface ScoreToSay extends Propositions {
  /** Of the finding; unique in the run. */
  readonly id: string;
  /** Begins the title: `Face 2`, `The picture`. */
  readonly subject: string;
  readonly model: NamedModel;
  /** Raw, as the model gave it. */
  readonly score: number;
  /** Scores of changed copies of the same place; left out where that was not tried. */
  readonly retests?: readonly Retest[];
  /** How many places of this artefact the model scored: any of them could have given the highest score. */
  readonly among?: number;
  readonly locations?: readonly Location[];
  /** Ids of evidence of the same run. */
  readonly evidence?: readonly string[];
  /** Said at the end of the detail: what was sampled, what else is known of the score. */
  readonly remarks?: readonly string[];
}

type SaidFinding = Omit<Finding, 'techniques'>;

export interface SaidScore {
  readonly standing: Standing;
  /** Of the score as it is; undefined without a calibration. */
  readonly weight: Weight | undefined;
  readonly finding: SaidFinding;
  /** Why the score is no answer: for `sink.notExamined(…, 'inconclusive', …)`. */
  readonly inconclusive: string | undefined;
}

/**
 * Findings of all models that look at a face share their cause: the same pixels, and for the shipped ones the same
 * features. Only the strongest of them counts.
 */
const GROUP = 'look-of-face-or-scene';

/**
 * Turns a score into a finding in the words of ENFSI's guideline: the propositions, the verbal strength, the number. A
 * low score is “no indication”, never a statement that something is genuine, and carries no support for the contrary: an
 * untouched face beside a forged one, or a tool of another kind, would make that false.
 */
export function sayScore(said: ScoreToSay): SaidScore {
  const { calibration } = said.model;
  if (calibration === undefined)
    return {
      standing: 'uncalibrated',
      weight: undefined,
      finding: uncalibrated(said),
      inconclusive: undefined,
    };
  const ratioOf = (score: number) => likelihoodRatio(calibration, score);
  const weight = weigh(ratioOf, said.score, said.retests ?? [], said.among ?? 1);
  const standing = standingOf(calibration, weight, said.score);
  const first = answerWords(said, calibration, weight, standing);
  return {
    standing,
    weight,
    finding: {
      ...common(said),
      title: titleOf(said, weight, standing),
      detail: [
        first,
        steadinessWords(weight, standing),
        modelWords(said),
        calibrationWords(calibration),
        ...(said.remarks ?? []),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      severity: severityOf(standing, weight.support),
      measure: { ...measureOf(said), threshold: calibration.threshold.score },
      ...(standing === 'supports' ? { support: supportOf(said, calibration, weight) } : {}),
    },
    inconclusive: standing === 'inconclusive' ? first : undefined,
  };
}

const measureOf = ({ model, score }: ScoreToSay) => ({
  name: `score of ${model.name}`,
  value: Number(score.toFixed(4)),
  unit: 'score' as const,
});

const common = ({ id, locations = [], evidence = [] }: ScoreToSay) => ({
  id,
  locations: [...locations],
  evidence: [...evidence],
});

const modelWords = ({ model, score }: ScoreToSay): string =>
  `Model ${model.name} (SHA-256 ${model.sha256.slice(0, 12)}…), raw score ${scoreText(score)}.`;

function uncalibrated(said: ScoreToSay): SaidFinding {
  return {
    ...common(said),
    title: `${said.subject}: a score that nothing is known about`,
    detail:
      `${modelWords(said)} The model has no calibration, so nobody can say how often genuine pictures score like this: the number supports neither that ${said.proposition}, nor the contrary. ${(said.remarks ?? []).join(' ')}`.trim(),
    severity: 'info',
    measure: measureOf(said),
  };
}

function titleOf(
  { subject, proposition }: ScoreToSay,
  { support, turned }: Weight,
  standing: Standing,
): string {
  const unsteady = turned.length > 0 ? '; it does not hold in every changed copy' : '';
  if (standing === 'supports')
    return `${subject}: ${supportWord(support)} support that ${proposition}${unsteady}`;
  if (standing === 'inconclusive') return `${subject}: examined without a clear result`;
  return `${subject}: no indication found by this method`;
}

function severityOf(standing: Standing, support: number): Finding['severity'] {
  if (standing !== 'supports') return 'info';
  if (support > 100) return 'high';
  return support > 10 ? 'medium' : 'low';
}

function supportOf(
  { model, retests = [], among = 1 }: ScoreToSay,
  calibration: Calibration,
  { support }: Weight,
) {
  const { set, real, generated } = calibration;
  const also = [
    ...(retests.length > 0 ? ['the least ratio of the picture and of the changed copies that hold'] : []),
    ...(among > 1 ? [`divided by ${among}, the number of places that were scored`] : []),
  ];
  return {
    question: 'manipulated-media' as const,
    ratio: support,
    group: GROUP,
    basis:
      `Calibration of ${model.name} on ${real.count} genuine and ${generated.count} forged: ${set}${also.length > 0 ? `; ${also.join(', ')}` : ''}`.slice(
        0,
        500,
      ),
  };
}
