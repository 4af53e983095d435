import { canonicalHost } from './host.ts';
import { isForeignTail } from './urls.ts';

const MAX_HOST = 253;

/** A character that a host name may hold, internationalised names included. */
export const isHost = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 45 ||
  code === 46 ||
  code === 95 ||
  (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7) ||
  (code >= 0x3041 && code < 0xd800);

const isAscii = (code: number): boolean => code < 0x80;

/** Where the run of host characters that starts here ends. */
export function runEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start <= MAX_HOST && isHost(text.charCodeAt(end))) end++;
  return end;
}

/**
 * End of the host that starts here, or undefined. A sentence in a script without spaces may go on right behind it:
 * `http://bad.com查询` ends before the first such letter that follows an ASCII one in the last label.
 */
export function hostEnd(text: string, start: number): number | undefined {
  const whole = runEnd(text, start);
  let end = whole;
  while (end > start && '.-_'.includes(text[end - 1] ?? '')) end--;
  const host = text.slice(start, end);
  if (isNumeric(host) || canonicalHost(host) !== undefined) return end;
  for (let at = start + 1; at < end; at++) {
    if (!isForeignTail(text.charCodeAt(at)) || !isAscii(text.charCodeAt(at - 1))) continue;
    const short = text.slice(start, at).replace(/[.\-_]+$/, '');
    if (canonicalHost(short) !== undefined) return start + short.length;
  }
  return undefined;
}

/** Addresses are also written as one number, or with hexadecimal parts. */
const isNumeric = (host: string): boolean =>
  /^\d[0-9a-fx.]*$/i.test(host) && /^(?:0x[0-9a-f.x]+|[0-9.]+)$/i.test(host);

/** Where the host begins when a word of a script without spaces stands right before it: `登录bad.com`. */
export function hostStart(text: string, start: number, end: number): number {
  const dot = text.indexOf('.', start);
  for (let at = (dot < 0 ? end : dot) - 1; at > start; at--)
    if (isForeignTail(text.charCodeAt(at - 1)) && isAscii(text.charCodeAt(at))) return at;
  return start;
}
