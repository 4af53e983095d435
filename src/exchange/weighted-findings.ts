import type { Assessment, Finding, Report, Run } from '../contract/index.ts';

/** A finding that an answer rests on, with its weight. */
export interface WeightedFinding {
  readonly run: Run;
  readonly finding: Finding;
  readonly ratio: number;
  /** `for × 6`, `against × 33`: for or against the proposition. */
  readonly words: string;
  readonly basis: string;
}

/** What an answer with a likelihood ratio rests on, strongest first: the ratios multiply to its unbounded value. */
export function weightedFindings(report: Report, assessment: Assessment): WeightedFinding[] {
  if (assessment.likelihoodRatio === undefined) return [];
  const runs = new Map(report.artefacts.flatMap((entry) => entry.runs.map((run) => [run.id, run])));
  return assessment.findings.flatMap(({ run: id, finding: wanted }) => {
    const run = runs.get(id);
    const finding = run?.result.findings.find((one) => one.id === wanted);
    const support = finding?.support;
    if (!run || !finding || support === undefined || support.question !== assessment.question) return [];
    return [{ run, finding, ratio: support.ratio, words: weightWords(support.ratio), basis: support.basis }];
  });
}

function weightWords(ratio: number): string {
  const digits = (value: number) => String(Number(value.toPrecision(2)));
  return ratio >= 1 ? `for × ${digits(ratio)}` : `against × ${digits(1 / ratio)}`;
}
