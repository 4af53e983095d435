import { findAddresses } from './find-addresses.ts';
import { findDomains } from './find-domains.ts';
import { findEmails, findUrls } from './find-links.ts';
import type { Found } from './found.ts';
import { readText } from './read-text.ts';

/** More text than this is not searched; callers say so in coverage. */
export const MAX_TEXT_LENGTH = 4_000_000;

const overlaps = (a: Found, b: Found): boolean => a.start < b.end && b.start < a.end;

/**
 * URLs, e-mail addresses, IP addresses and domains in a text, defanged forms included, in order of appearance. Spans are
 * UTF-16 offsets into `text`. Pure, and linear in the length of the text. A domain inside a URL or e-mail address is not
 * reported again.
 */
export function findIndicators(text: string): Found[] {
  const reading = readText(text.slice(0, MAX_TEXT_LENGTH));
  const kept: Found[] = [];
  for (const find of [findUrls, findEmails, findAddresses, findDomains]) {
    // Within one finder spans never overlap, so only what earlier finders kept can collide. Both lists are ordered.
    let at = 0;
    const fresh: Found[] = [];
    for (const found of find(reading)) {
      while (at < kept.length && (kept[at]?.end ?? 0) <= found.start) at++;
      const other = kept[at];
      if (other === undefined || !overlaps(other, found)) fresh.push(found);
    }
    kept.push(...fresh);
    kept.sort((a, b) => a.start - b.start);
  }
  return kept;
}
