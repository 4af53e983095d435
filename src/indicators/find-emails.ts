import { upiSuffixes } from '../../data/indicators/upi-suffixes.ts';
import type { Found } from './found.ts';
import { canonicalDomain } from './host.ts';
import { hostEnd, isHost } from './host-run.ts';
import { labelsBefore } from './labels.ts';
import { isLookalikeHost } from './lookalike.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

const isLocal = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  ".!#$%&'*+/=?^_`~-".includes(String.fromCharCode(code));

const MAX_LOCAL = 64;
const REACH = 40;

function localStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < MAX_LOCAL && isLocal(text.charCodeAt(start - 1))) start--;
  const local = text.slice(start, at);
  const lead = /^[^A-Za-z0-9]+/.exec(local)?.[0].length ?? 0;
  // `mailto:x@y` and `key=x@y`: what stands before is not part of the name.
  const joined = local.search(/[=/?&!#$%^`~*'][^=/?&!#$%^`~*']*$/);
  return start + Math.max(lead, joined + 1);
}

/** UPI addresses (`name@okaxis`): the part behind the sign is a payment service, not a host, so it has no dot. */
function readUpi(search: Search, start: number, at: number): Found | undefined {
  const { text } = search;
  const suffix = /[A-Za-z][A-Za-z0-9]{1,19}/y;
  suffix.lastIndex = at + 1;
  const service = suffix.exec(text)?.[0].toLowerCase();
  const end = suffix.lastIndex;
  const local = text.slice(start, at);
  if (service === undefined || end === 0 || local.length < 2 || !/^[\w.-]+$/.test(local)) return undefined;
  if (/[@.\w-]/.test(text[end] ?? ' ') && !/\.(?:\s|$)/.test(text.slice(end, end + 2))) return undefined;
  const [near] = labelsBefore(search.labels, start, REACH);
  const isKnown = upiSuffixes.has(service);
  if (!isKnown && near?.label !== 'upi') return undefined;
  if (search.isCode && near?.label !== 'upi' && !/\d/.test(local)) return undefined;
  return {
    kind: 'payment-id',
    subtype: 'upi',
    value: `${local.toLowerCase()}@${service}`,
    check: 'none',
    confidence: isKnown ? 95 : 75,
    standing: 'proposed',
    ...trace(search.reading, start, end),
  };
}

/** E-mail addresses (RFC 5321 limits) and UPI addresses, found from their `@`. */
export function* findEmails(search: Search): Generator<Found> {
  const { text } = search;
  let after = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = Math.max(after, localStart(text, at));
    const local = text.slice(start, at);
    if (local === '' || local.endsWith('.') || local.includes('..') || !isHost(text.charCodeAt(at + 1)))
      continue;
    const end = hostEnd(text, at + 1);
    const domain = end === undefined ? undefined : canonicalDomain(text.slice(at + 1, end));
    if (end === undefined || domain === undefined) {
      const upi = readUpi(search, start, at);
      if (upi !== undefined) yield upi;
      continue;
    }
    after = end;
    const lookalike = isLookalikeHost(domain);
    const [near] = labelsBefore(search.labels, start, REACH);
    yield {
      kind: 'email',
      value: `${local.toLowerCase()}@${domain}`,
      ...(near?.label === 'pix' ? { subtype: 'pix', standing: 'proposed' as const, how: 'a PIX key' } : {}),
      ...(lookalike === undefined ? {} : { standing: 'proposed' as const, how: lookalike }),
      ...trace(search.reading, start, end),
    };
  }
}
