import type { Found } from './found.ts';
import { canonicalDomain, canonicalHost } from './host.ts';
import { type Reading, trace } from './read-text.ts';

const MAX_URL = 2048;
/** What cannot be part of a URL in running text. Whatever else an address may hold in theory, people do not type it. */
const ends = /[\s<>"'`{}|\\^\u2018\u2019\u201c\u201d\u00ab\u00bb\u3000-\u3001\u300a-\u300f]/;
const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** Takes off what belongs to the sentence: full stops, commas, a bracket that was opened before the link. */
export function trimTail(link: string): string {
  const counts = new Map<string, number>();
  for (const character of link) counts.set(character, (counts.get(character) ?? 0) + 1);
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? '';
    const opener = closers[last];
    const unopened = opener !== undefined && (counts.get(last) ?? 0) > (counts.get(opener) ?? 0);
    if (!unopened && !'.,;:!?*_~\u2026\uff0c\u3002'.includes(last)) break;
    counts.set(last, (counts.get(last) ?? 0) - 1);
  }
  return link.slice(0, end);
}

/** A URL with its host in canonical form; path, query and case of both are kept as they are. */
function canonicalUrl(link: string): string | undefined {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return undefined;
  }
  if (url.hostname === '' || canonicalHost(url.hostname) === undefined) return undefined;
  return url.href;
}

const scheme = /\b(?:https?|ftp):\/\//giy;

/** Where schemes begin: found by their `://`, so that a megabyte of letters costs one search. */
function* schemeStarts(text: string): Generator<number> {
  const LONGEST = 'https'.length;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    for (let back = LONGEST; back >= 3; back--) {
      scheme.lastIndex = at - back;
      if (at - back >= 0 && scheme.exec(text)?.[0].length === back + 3) {
        yield at - back;
        break;
      }
    }
  }
}

const MAX_AUTHORITY = 400;

/** Whether what follows a scheme can be a host at all: spares the long look at links that cannot be one. */
function hasHost(text: string, start: number): boolean {
  const from = text.indexOf('://', start) + 3;
  let end = from;
  while (end < text.length && end - from < MAX_AUTHORITY && !/[/?#\s<>"']/.test(text[end] ?? ' ')) end++;
  const authority = text.slice(from, end);
  const host = trimTail(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, ''));
  // Addresses are also written as one number, or with hexadecimal parts.
  return /^\d[0-9a-fx.]*$/i.test(host) || canonicalHost(host) !== undefined;
}

function endOfLink(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < MAX_URL && !ends.test(text[end] ?? ' ')) end++;
  return end;
}

/** `http`, `https` and `ftp` links whose host is a real domain or an address. */
export function* findUrls(reading: Reading): Generator<Found> {
  const { text } = reading;
  let after = 0;
  for (const start of schemeStarts(text)) {
    if (start < after || !hasHost(text, start)) continue;
    const link = trimTail(text.slice(start, endOfLink(text, start)));
    const value = canonicalUrl(link);
    if (value === undefined) continue;
    after = start + link.length;
    yield { kind: 'url', value, ...trace(reading, start, after) };
  }
}

const isLocal = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  ".!#$%&'*+/=?^_`~-".includes(String.fromCharCode(code));

/** A character that a host name may hold, internationalised names included. */
export const isHost = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 45 ||
  code === 46 ||
  (code >= 0xc0 && code < 0x2000) ||
  (code >= 0x3040 && code < 0xd800);

const MAX_LOCAL = 64;
const MAX_HOST = 253;

/** E-mail addresses (RFC 5321 limits: 64 before the sign, 253 behind it), found from their `@`. */
export function* findEmails(reading: Reading): Generator<Found> {
  const { text } = reading;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < MAX_LOCAL && isLocal(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && end - at <= MAX_HOST && isHost(text.charCodeAt(end))) end++;
    const local = text.slice(start, at).replace(/^[.'`*_~-]+/, '');
    const host = text.slice(at + 1, end).replace(/[.-]+$/, '');
    const domain = host === '' ? undefined : canonicalDomain(host);
    if (local === '' || local.endsWith('.') || local.includes('..') || domain === undefined) continue;
    const span = trace(reading, at - local.length, at + 1 + host.length);
    yield { kind: 'email', value: `${local.toLowerCase()}@${domain}`, ...span };
  }
}
