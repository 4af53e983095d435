import { classifyLink } from './classify-link.ts';
import type { Found } from './found.ts';
import { hostEnd } from './host-run.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';
import { canonicalUrl, endOfPath, trimTail } from './urls.ts';

const scheme =
  /(?<![A-Za-z0-9+.-])(?:https?|ftps?|wss?|rtmps?|itms-services|itms-apps|market|tg|whatsapp|intent|ws):\/\//giy;
const LONGEST_SCHEME = 'itms-services'.length;

/** Where schemes begin: found by their `://`, so that a megabyte of letters costs one search. */
function* schemeStarts(text: string): Generator<number> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    for (let back = LONGEST_SCHEME; back >= 2; back--) {
      scheme.lastIndex = at - back;
      if (at - back >= 0 && scheme.exec(text)?.[0].length === back + 3) {
        yield at - back;
        break;
      }
    }
  }
}

const appScheme = /^(?:itms-services|itms-apps|market|tg|whatsapp|intent):/i;

/** Where a link ends: behind its host, or behind the path that follows it. Undefined where there is no host. */
function endOfLink(text: string, start: number): number | undefined {
  const from = text.indexOf('://', start) + 3;
  if (appScheme.test(text.slice(start, start + 16))) return endOfPath(text, from);
  const authority = /[^\s/?#<>"']{0,300}@/y;
  authority.lastIndex = from;
  const host = authority.test(text) ? authority.lastIndex : from;
  if (text[host] === '[') return endOfPath(text, from);
  const end = hostEnd(text, host);
  if (end === undefined) return undefined;
  const port = /:\d{1,5}(?!\d)/y;
  port.lastIndex = end;
  const behind = port.test(text) ? port.lastIndex : end;
  return '/?#'.includes(text[behind] ?? ' ') ? endOfPath(text, behind) : behind;
}

/** Links with a scheme whose host is a real domain or an address; what they lead to decides the kind. */
export function* findUrls(search: Search): Generator<Found> {
  const { text } = search;
  let after = 0;
  for (const start of schemeStarts(text)) {
    if (start < after) continue;
    const end = endOfLink(text, start);
    if (end === undefined) continue;
    const link = trimTail(text.slice(start, end));
    const value = appScheme.test(link) ? link : canonicalUrl(link);
    if (value === undefined) continue;
    after = start + link.length;
    const span = trace(search.reading, start, after);
    for (const meaning of classifyLink(value)) yield { ...meaning, ...span };
  }
}
