import { isUnspaced } from './fold.ts';
import { canonicalHost } from './host.ts';

/** What cannot be part of a URL in running text. Whatever else an address may hold in theory, people do not type it. */
const ends = /[\s<>"'`{}|\\^\u2018\u2019\u201c\u201d\u00ab\u00bb\u3000-\u303f\uff0c\uff1b]/;
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
    if (!unopened && !'.,;:!?*_~\u2026\uff0c\u3002\u060c\u061f\u0964\u17d4'.includes(last)) break;
    counts.set(last, (counts.get(last) ?? 0) - 1);
  }
  return link.slice(0, end);
}

/** Arabic, Hebrew and Indic letters, and scripts without spaces: a sentence goes on in them right behind a link. */
export function isForeignTail(code: number): boolean {
  return isUnspaced(code) || (code >= 0x590 && code < 0xe00);
}

const MAX_URL = 2048;

/** Where a link's path, query and fragment end. */
export function endOfPath(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < MAX_URL) {
    if (ends.test(text[end] ?? ' ') || isForeignTail(text.charCodeAt(end))) break;
    end++;
  }
  return end;
}

/**
 * A URL with its host in canonical form; path, query and case of both are kept as they are. Punycode that decodes to
 * nothing allowed is no URL to the standard, yet it stands in real texts: its host is checked as a name only.
 */
export function canonicalUrl(link: string): string | undefined {
  if (!URL.canParse(link)) {
    const [, scheme = '', host = '', rest = ''] =
      /^([a-z]+):\/\/(?:[^/?#@]*@)?([^/?#:]+)(.*)$/is.exec(link) ?? [];
    const name = /xn--/i.test(host) ? canonicalHost(host) : undefined;
    return name === undefined ? undefined : `${scheme.toLowerCase()}://${name}${rest === '' ? '/' : rest}`;
  }
  const url = new URL(link);
  if (url.hostname === '' || canonicalHost(url.hostname) === undefined) return undefined;
  return url.href;
}
