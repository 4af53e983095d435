import type { Assessment, FailureCode, NonAnswer, Run } from '../../contract/index.ts';

export interface Unanswered {
  readonly answer: Extract<Assessment['answer'], 'no-indication' | NonAnswer>;
  /** For people, a sentence; may be empty. */
  readonly detail: string;
}

/** These say something about the file; all other failures say something about the run. */
const ABOUT_THE_FILE: readonly FailureCode[] = ['malformed', 'unsupported'];

/** Why the runs of methods that answer a question left it without a weighted finding. There is at least one run. */
export function whyUnanswered(runs: readonly Run[]): Unanswered {
  const broken = runs.filter((run) => run.status !== 'completed');
  const gaps = runs.flatMap((run) => run.coverage.notExamined.filter((gap) => gap.standing !== true));
  const outside = gaps.find((gap) => gap.reason === 'outside-validity-domain');
  const unclear = gaps.find((gap) => gap.reason === 'inconclusive');
  const late = broken.find(({ failure }) => failure !== undefined && !ABOUT_THE_FILE.includes(failure));
  if (late) return { answer: 'not-run', detail: detailOf(late) };
  if (broken.length === runs.length && broken[0])
    return { answer: 'not-examinable', detail: detailOf(broken[0]) };
  // Where a part was examined without a clear result, another part that could not be does not speak for the whole.
  if (outside && !unclear) return { answer: 'outside-validity-domain', detail: outside.detail };
  // One method that saw nothing of what it is for leaves the question open, whatever the others looked at.
  const idle = runs.find((run) => run.status === 'completed' && run.coverage.examined.length === 0);
  const first = idle?.coverage.notExamined.find((gap) => gap.standing !== true);
  if (first) return { answer: first.reason, detail: first.detail };
  if (unclear) return { answer: 'inconclusive', detail: unclear.detail };
  return {
    answer: 'no-indication',
    detail: gaps.length === 0 ? '' : 'Parts of it were not examined; they are listed.',
  };
}

function detailOf({ analyzer, detail, failure }: Run): string {
  return `${analyzer}: ${detail ?? failure ?? 'it ended early'}`;
}
