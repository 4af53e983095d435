import type { Assessment, Finding, NonAnswer, Report, Run, Sha256 } from '../contract/index.ts';

/** The non-answers in words, as every page and export writes them. */
export const NON_ANSWER_WORDS: Readonly<Record<NonAnswer, string>> = {
  inconclusive: 'inconclusive: it was examined, and the result supports neither side',
  'not-examinable': 'not examinable: too short, too small, too noisy, locked or damaged',
  'outside-validity-domain': 'outside the validity domain: the method was never tested on material like this',
  'not-run': 'not run: a limit was reached, or a service or model was missing',
};

/** The same in two or three words, for tables. */
export const NON_ANSWER_LABELS: Readonly<Record<NonAnswer, string>> = {
  inconclusive: 'Inconclusive',
  'not-examinable': 'Not examinable',
  'outside-validity-domain': 'Outside validity domain',
  'not-run': 'Not run',
};

export const QUESTION_WORDS: Readonly<Record<Assessment['question'], string>> = {
  'manipulated-media': 'Was this medium generated or manipulated?',
  'fraudulent-app': 'Is this a fraudulent app?',
  'scam-content': 'Does this show scam content?',
};

/** Something nobody looked at, with the artefact and the run it is about where there is one. */
export interface Gap {
  readonly subject: Sha256 | undefined;
  readonly analyzer: string | undefined;
  readonly what: string;
  readonly reason: NonAnswer;
  readonly detail: string;
  /** True: no method here ever looks at it; else it is about this very artefact. */
  readonly standing: boolean;
}

/** Everything that was not examined: of the whole tree, of each run, and runs that ended early. */
export function collectGaps(report: Report): Gap[] {
  const whole = report.notExamined.map((gap) => ({
    ...gap,
    subject: gap.subject,
    analyzer: undefined,
    standing: false,
  }));
  const ofRuns = report.artefacts.flatMap(({ runs }) => runs.flatMap(gapsOfRun));
  return [...whole, ...ofRuns];
}

/** The same thing left out in several artefacts, said once. */
export interface GapGroup extends Omit<Gap, 'subject' | 'analyzer'> {
  /** Empty when it is about the whole submission. */
  readonly subjects: readonly Sha256[];
}

/**
 * `collectGaps`, with equal ones of different artefacts joined: what is about these very artefacts first, then what no
 * method here ever looks at.
 */
export function groupGaps(report: Report): GapGroup[] {
  const groups = new Map<string, GapGroup>();
  for (const { subject, what, reason, detail, standing } of collectGaps(report)) {
    const key = JSON.stringify([what, reason, detail, standing]);
    const before = groups.get(key)?.subjects ?? [];
    const subjects = subject === undefined ? before : [...new Set([...before, subject])];
    groups.set(key, { what, reason, detail, standing, subjects });
  }
  return [...groups.values()].sort((a, b) => Number(a.standing) - Number(b.standing));
}

function gapsOfRun(run: Run): Gap[] {
  const about = { subject: run.subject, analyzer: run.analyzer };
  const gaps: Gap[] = run.coverage.notExamined.map((gap) => ({
    ...gap,
    ...about,
    standing: gap.standing === true,
  }));
  if (run.status !== 'completed' && gaps.length === 0)
    gaps.push({
      ...about,
      what: `what ${run.analyzer} had not reached`,
      reason: 'not-run',
      detail: run.detail ?? run.failure ?? run.status,
      standing: false,
    });
  return gaps;
}

/** `face score 0.82 (threshold 0.7)`; empty without a measure. */
export function measureWords(finding: Finding): string {
  const { measure } = finding;
  if (measure === undefined) return '';
  const threshold = measure.threshold === undefined ? '' : ` (threshold ${measure.threshold})`;
  // The names of scores and counts say what they are.
  const unit = measure.unit === 'score' || measure.unit === 'count' ? '' : ` ${measure.unit}`;
  return `${measure.name} ${Number(measure.value.toPrecision(4))}${unit}${threshold}`;
}
