import { emptyResult, type FailureCode, type Isolation, type RunOutcome } from '../contract/index.ts';

/** The outcome of a run that ended without an answer of its own; it says so in its coverage, like any other. */
export function withoutAnswer(failure: FailureCode, detail: string, isolation: Isolation): RunOutcome {
  return {
    status: 'failed',
    failure,
    detail,
    result: emptyResult(),
    coverage: {
      examined: [],
      notExamined: [
        { what: 'the artefact, by this analyzer', reason: 'not-run', detail: detail.slice(0, 1000) },
      ],
    },
    isolation,
    durationMs: 0,
  };
}
