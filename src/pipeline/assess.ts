import type { Answers, Artefact, Assessment, Manifest, Run, Sha256 } from '../contract/index.ts';
import { type Combined, combine, type Weighted } from './assess/combine.ts';
import { type Part, tellParts } from './assess/parts.ts';
import { type Asked, asked, propositionOf } from './assess/questions.ts';
import { answerOf, statementOf, unansweredWords } from './assess/statement.ts';
import { whyUnanswered } from './assess/why-unanswered.ts';

/** An artefact and its runs, as a report holds them. */
export interface Examined {
  readonly artefact: Artefact;
  readonly runs: readonly Run[];
}

export interface Assessing {
  readonly examined: readonly Examined[];
  /** Those about which each question that concerns them is answered, be it by saying that nothing answers it. */
  readonly isSubject: (sha256: Sha256) => boolean;
  /** Of the installed analyzers: which questions they answer, and how far. */
  readonly manifests: readonly Manifest[];
  readonly edges: readonly Part[];
}

/**
 * The machine's answer to each question about each artefact: the combined weight of the findings whose analyzers declare
 * that they answer it, or which kind of non-answer it is. Other artefacts than the subjects are answered for only where
 * something was found that weighs. Each artefact has its own answer; that of a part is told with the whole. Pure.
 */
export function assess({ examined, isSubject, manifests, edges }: Assessing): Assessment[] {
  const all = examined.flatMap(({ artefact, runs }) =>
    asked.flatMap((one) => {
      const answering = answeringRuns(one, runs, manifests);
      const weighted = weightedOf(one, answering);
      if (weighted.length > 0) return [answered(one, artefact.sha256, combine(weighted), answering)];
      const examining = answering.filter(({ answers }) => !answers.onlyWhenFound);
      const concerned = examining.length > 0 || artefact.mediaTypes.some(one.concerns);
      if (!concerned || !isSubject(artefact.sha256)) return [];
      return [
        examining.length > 0 ? unanswered(one, artefact, examining) : nothingAnswers(one, artefact, runs),
      ];
    }),
  );
  return tellParts(all, edges);
}

interface Answering {
  readonly run: Run;
  readonly answers: Answers;
}

/** A run of another version than the one installed is left out: what it was checked on is not known here. */
function answeringRuns(
  { question }: Asked,
  runs: readonly Run[],
  manifests: readonly Manifest[],
): Answering[] {
  return runs.flatMap((run) =>
    manifests
      .filter((manifest) => manifest.name === run.analyzer && manifest.version === run.version)
      .flatMap((manifest) => manifest.answers.filter((answers) => answers.question === question))
      .map((answers) => ({ run, answers })),
  );
}

function weightedOf({ question }: Asked, answering: readonly Answering[]): Weighted[] {
  return answering.flatMap(({ run, answers }) =>
    run.result.findings.flatMap((finding) =>
      finding.support?.question === question
        ? [{ run: run.id, finding, support: finding.support, answers }]
        : [],
    ),
  );
}

function answered(
  one: Asked,
  subject: Sha256,
  combined: Combined,
  answering: readonly Answering[],
): Assessment {
  const { counted, shared, value, bound, kind } = combined;
  const terms = [...new Set(counted.map(({ answers }) => answers))];
  const early = answering.filter(({ run }) => run.status !== 'completed').map(({ run }) => run.analyzer);
  return {
    question: one.question,
    subject,
    proposition: sentence(propositionOf(one, kind)),
    alternative: sentence(one.alternative),
    answer: answerOf(combined),
    words: statementOf(one, combined),
    likelihoodRatio: {
      value,
      bound,
      calibration: [...new Set(terms.map(({ calibration }) => calibration))].join(' '),
    },
    findings: counted.map(({ run, finding }) => ({ run, finding: finding.id })),
    limits: [
      ...new Set([
        ...terms.map(({ method }) => method),
        ...terms.flatMap(({ limits }) => limits),
        ...early.map((name) => `${name} ended early: what it would have found is missing.`),
        ...(shared.length > 0 ? [sharedWords(shared)] : []),
      ]),
    ],
  };
}

function sharedWords(shared: readonly Weighted[]): string {
  const ids = shared.map(({ finding }) => finding.id);
  return `Not counted, because a stronger finding has the same cause: ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', …' : ''}.`;
}

function unanswered(one: Asked, artefact: Artefact, answering: readonly Answering[]): Assessment {
  const { answer, detail } = whyUnanswered(answering.map(({ run }) => run));
  return {
    ...blank(one, artefact),
    answer,
    words: unansweredWords[answer](one, detail).trim(),
    limits: [...new Set(answering.flatMap(({ answers }) => [answers.method, ...answers.limits]))],
  };
}

/** No installed method answers: says so, and points at findings that a person should weigh. */
function nothingAnswers(one: Asked, artefact: Artefact, runs: readonly Run[]): Assessment {
  const findings = runs.flatMap((run) =>
    run.result.findings
      .filter(({ severity }) => severity === 'medium' || severity === 'high')
      .map((finding) => ({ run: run.id, finding: finding.id })),
  );
  const open = `Whether ${one.whether} was not assessed by a calibrated method, so this report supports neither proposition.`;
  const were = findings.length === 1 ? '1 finding was' : `${findings.length} findings were`;
  return {
    ...blank(one, artefact),
    words: findings.length === 0 ? open : `${open} ${were} made that a person should weigh.`,
    findings,
    limits: [one.unanswered],
  };
}

function blank(one: Asked, { sha256 }: Artefact): Assessment {
  return {
    question: one.question,
    subject: sha256,
    proposition: sentence(one.proposition),
    alternative: sentence(one.alternative),
    answer: 'not-run',
    words: '',
    findings: [],
    limits: [],
  };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
