import type { Found } from './found.ts';
import { labelsBefore } from './labels.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

const REACH = 40;
const uuid = /(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f-])/gi;
/** Singapore's entity numbers: 8 or 9 digits and a letter, or T/S/R, year, two letters, four digits and a letter. */
const uen = /(?<![A-Za-z0-9])(?:\d{8,9}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z])(?![A-Za-z0-9])/g;
const cashtag = /(?<![\w$])\$[A-Za-z][A-Za-z0-9_]{1,19}(?!\w)/g;

function* labelled(
  search: Search,
  pattern: RegExp,
  label: string,
  subtype: string,
  canonical: (text: string) => string,
): Generator<Found> {
  for (const match of search.text.matchAll(pattern)) {
    const near = [...labelsBefore(search.labels, match.index, REACH)].some((l) => l.label === label);
    if (!near) continue;
    const span = trace(search.reading, match.index, match.index + match[0].length);
    yield {
      kind: 'payment-id',
      subtype,
      value: canonical(match[0]),
      check: 'none',
      confidence: 92,
      standing: 'proposed',
      ...span,
    };
  }
}

/** Payment addresses with a form of their own, beside the word that names their system. */
export function* findPaymentIds(search: Search): Generator<Found> {
  const { text } = search;
  if (text.includes('-')) yield* labelled(search, uuid, 'pix', 'pix-random', (t) => t.toLowerCase());
  yield* labelled(search, uen, 'paynow', 'paynow-uen', (t) => t);
  if (text.includes('$')) yield* labelled(search, cashtag, 'cashapp', 'cashapp', (t) => t);
}
