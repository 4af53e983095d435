import { isIPv4, isIPv6 } from 'node:net';
import type { Found } from './found.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

/** Runs of characters that an address can be made of. Matches are bounded: longer runs are skipped whole. */
const run = /[0-9a-f.:]+/gi;
const LONGEST = 45;

/** Two groups written without compression, as `12:30` or `::` alone, are times and punctuation. */
function isMeantAsIPv6(text: string): boolean {
  return isIPv6(text) && text.split(':').length > 3 && /[0-9a-f]{2}/i.test(text);
}

/** The canonical text of an IPv6 address (RFC 5952), by way of the URL parser. */
function canonicalIPv6(text: string): string {
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

/** A digit, letter or dot joined to a run means that it is part of something longer, as in a version number. */
const joins = /[\p{L}\p{N}_@-]/u;

/** IPv4 and IPv6 addresses. Versions (`1.2.3.4.5`) and times are not taken for one. */
export function* findAddresses({ reading }: Search): Generator<Found> {
  const { text } = reading;
  for (const match of text.matchAll(run)) {
    // Before anything that looks twice at a character: a run may be the whole text.
    if (match[0].length > LONGEST * 2) continue;
    const value = match[0].replace(/[.:]+$/, '');
    if (value.length < 7 || value.length > LONGEST) continue;
    const end = match.index + value.length;
    const isNamed = /(?<![A-Za-z])IP[:：]?$/.test(text.slice(Math.max(0, match.index - 4), match.index));
    const isJoined = !isNamed && joins.test(text[match.index - 1] ?? ' ');
    if (isJoined || joins.test(text[match.index + match[0].length] ?? ' ')) continue;
    const withoutPort = value.replace(/:\d{1,5}$/, '');
    if (isIPv4(withoutPort)) {
      const span = trace(reading, match.index, match.index + withoutPort.length);
      yield { kind: 'ip', subtype: 'ipv4', value: withoutPort, ...span };
    } else if (isMeantAsIPv6(value)) {
      yield { kind: 'ip', subtype: 'ipv6', value: canonicalIPv6(value), ...trace(reading, match.index, end) };
    }
  }
}
