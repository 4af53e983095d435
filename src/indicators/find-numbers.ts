import { digitRuns } from './digit-runs.ts';
import type { Found } from './found.ts';
import { judgeNumber } from './judge-number.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

/** Telephone, account and card numbers, and payment addresses that are numbers. */
export function* findNumbers(search: Search): Generator<Found> {
  for (const run of digitRuns(search.text, search.isPicture)) {
    const meaning = judgeNumber(search, run);
    if (meaning !== undefined && (!run.glued || meaning.kind === 'bank-account'))
      yield { ...meaning, ...trace(search.reading, run.start, run.end) };
  }
}
