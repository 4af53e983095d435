import type {
  FailureCode,
  Isolation,
  Manifest,
  NonAnswer,
  NotExamined,
  RunOutcome,
} from '../contract/index.ts';
import type { Learned } from './collect.ts';

/** Which non-answer stands for what a failed run leaves open (contract/result.ts). */
const reasons: Record<FailureCode, NonAnswer> = {
  unsupported: 'not-examinable',
  malformed: 'not-examinable',
  'over-limit': 'not-run',
  'timed-out': 'not-run',
  crashed: 'not-run',
  'model-missing': 'not-run',
  cancelled: 'not-run',
  lost: 'not-run',
  'bad-output': 'not-run',
};

export interface Ending {
  readonly failure: FailureCode;
  readonly detail: string;
}

/** Turns what was learned and how it ended into the outcome of a run. Pure. */
export function outcomeOf(
  learned: Learned,
  ending: Ending | undefined,
  manifest: Manifest,
  isolation: Isolation,
  durationMs: number,
): RunOutcome {
  const dangling = dropDangling(learned);
  const end: Ending | undefined =
    ending ?? (dangling === undefined ? undefined : { failure: 'bad-output', detail: dangling });
  const isEmpty = knowsNothing(learned);
  const coverage = {
    examined: learned.coverage.examined,
    notExamined: [
      ...learned.coverage.notExamined,
      ...(end === undefined ? [] : [leftOpen(end, isEmpty)]),
      ...manifest.blindSpots.slice(0, 50).map(blindSpot),
    ],
  };
  const rest = { result: learned.result, coverage, isolation, durationMs };
  if (end === undefined) return { status: 'completed', ...rest };
  return { status: isEmpty ? 'failed' : 'partial', ...end, detail: printable(end.detail, 2000), ...rest };
}

function leftOpen({ failure, detail }: Ending, isEmpty: boolean): NotExamined {
  return {
    what: isEmpty ? 'the artefact, by this analyzer' : 'what this analyzer had not reached when it ended',
    reason: reasons[failure],
    detail: printable(detail, 1000),
  };
}

function blindSpot(what: string): NotExamined {
  return { what, reason: 'not-run', detail: 'This analyzer does not look at this.', standing: true };
}

function knowsNothing({ result, coverage }: Learned): boolean {
  const lists = [result.mediaTypes, result.findings, result.indicators, result.fingerprints, result.series];
  return (
    [...lists, result.evidence, result.children, coverage.examined].every((list) => list.length === 0) &&
    Object.keys(result.facts).length === 0
  );
}

/**
 * Removes names of evidence and findings that never came, so that a report has no dead link. After a kill that is
 * to be expected; after an orderly end it is a fault of the analyzer, and said.
 */
function dropDangling({ result }: Learned): string | undefined {
  const evidence = new Set(result.evidence.map((file) => file.id));
  const findings = new Set(result.findings.map((finding) => finding.id));
  let first: string | undefined;
  const present = (known: ReadonlySet<string>, id: string, what: string): boolean => {
    if (known.has(id)) return true;
    first ??= `The analyzer names ${what} "${id}", which it never sent.`;
    return false;
  };
  for (const finding of result.findings)
    finding.evidence = finding.evidence.filter((id) => present(evidence, id, 'the evidence file'));
  for (const indicator of result.indicators)
    indicator.findings = indicator.findings.filter((id) => present(findings, id, 'the finding'));
  // A result that is full turned some away: then the analyzer did send what is missing.
  return result.evidence.length >= 500 || result.findings.length >= 2000 ? undefined : first;
}

/** Text for people out of anything: one line, no control or bidi characters (Unicode TR9), bounded. */
export function printable(text: string, max: number): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
    .slice(0, max);
}
