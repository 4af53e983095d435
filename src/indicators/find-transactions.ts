import type { Found } from './found.ts';
import { labelsBefore } from './labels.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

const REACH = 60;
/** Looked for from the beginning of words only: linear. */
const longToken = /(?<![A-Za-z0-9])[A-Za-z0-9]{64}/;
/** Block explorers' pages of one transaction. */
const explorer = /(?:\/tx\/|\/transaction\/|\/transactions\/|#\/transaction\/)$/;

/**
 * Transaction hashes: 64 hexadecimal digits, or a Solana signature, beside a word for it or in an explorer's link. Without
 * either they could be any hash, so they are left alone.
 */
export function* findTransactions(search: Search): Generator<Found> {
  const { text } = search;
  if (!longToken.test(text)) return;
  for (const match of text.matchAll(/[A-Za-z0-9]+/g)) {
    const [token] = match;
    const isHex = token.length === 64 || token.length === 66 ? /^(?:0x)?[0-9a-fA-F]{64}$/.test(token) : false;
    const isSignature = (token.length === 87 || token.length === 88) && /^[1-9A-HJ-NP-Za-km-z]+$/.test(token);
    if (!isHex && !isSignature) continue;
    const before = text.slice(Math.max(0, match.index - 20), match.index);
    const [near] = labelsBefore(search.labels, match.index, REACH);
    const named = explorer.test(before) || near?.label === 'transaction';
    if (!named) continue;
    const subtype = isSignature ? 'sol' : token.startsWith('0x') ? 'eth' : undefined;
    yield {
      kind: 'transaction',
      value: isHex ? token.toLowerCase() : token,
      ...(subtype === undefined ? {} : { subtype }),
      check: 'none',
      confidence: 90,
      standing: 'proposed',
      ...trace(search.reading, match.index, match.index + token.length),
    };
  }
}
