import type { FailureCode, RunOutcome } from '../contract/index.ts';

/** What is tried again. The rest would end the same way. */
export const RETRY: Record<FailureCode, 'retry' | 'final'> = {
  unsupported: 'final',
  malformed: 'final',
  'over-limit': 'final',
  'timed-out': 'retry',
  crashed: 'retry',
  'model-missing': 'final',
  cancelled: 'final',
  lost: 'final',
  'bad-output': 'final',
};

/** Attempts at most, where the jail crashed or took too long. */
const MAX_TRIES = 2;
/** Attempts at most, where the worker itself was lost each time. */
export const MAX_CLAIMS = 3;

/** `attempts` counts the one that has just ended. */
export function mayTryAgain(outcome: RunOutcome, attempts: number): boolean {
  return outcome.failure !== undefined && RETRY[outcome.failure] === 'retry' && attempts < MAX_TRIES;
}

/** The better of two attempts: the later one, unless only the earlier one learned something. */
export function keepLearned(earlier: RunOutcome | null, later: RunOutcome): RunOutcome {
  return later.status === 'failed' && earlier?.status === 'partial' ? earlier : later;
}
