import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

/** Names that never leave a machine or are kept for examples (RFC 2606, RFC 6761), yet are written as domains. */
const reserved = new Set(['example', 'test', 'invalid', 'localhost', 'onion', 'i2p']);

/**
 * The canonical form of a host name: lower case, punycode, no dot at the end. Undefined unless its last label is a known
 * public suffix or a reserved name, so that `readme.md` in a sentence needs a real domain behind it to count.
 */
export function canonicalDomain(text: string): string | undefined {
  if (text.length > MAX_NAME) return makeCanonical(text);
  const before = domains.get(text);
  if (before !== undefined || domains.has(text)) return before;
  const domain = makeCanonical(text);
  if (domains.size >= MOST_DOMAINS) domains.clear();
  domains.set(text, domain);
  return domain;
}

const MAX_NAME = 253;
/** Answers are kept: several finders ask about one name, and programs use the same few over and over. */
const MOST_DOMAINS = 4000;
const domains = new Map<string, string | undefined>();

function makeCanonical(text: string): string | undefined {
  if (text.length > MAX_NAME * 4) return undefined;
  const name = text.replace(/\.$/, '');
  const ascii = (/^[a-z0-9._-]+$/i.test(name) ? name : domainToASCII(name)).toLowerCase();
  if (ascii === '' || ascii.length > MAX_NAME || !ascii.includes('.')) return undefined;
  const last = ascii.slice(ascii.lastIndexOf('.') + 1);
  const isReserved = reserved.has(last);
  if (!isReserved && !isTop(last)) return undefined;
  const labels = ascii.split('.');
  if (!labels.every((l) => l.length > 0 && l.length <= 63 && /^[a-z0-9_-]+$/.test(l) && !/^-|-$/.test(l)))
    return undefined;
  if (isReserved) return ascii;
  const { domain, isIcann, isPrivate } = parse(ascii, { allowPrivateDomains: true });
  return domain !== null && (isIcann === true || isPrivate === true) ? ascii : undefined;
}

const MOST_KEPT = 20_000;
const tops = new Map<string, boolean>();

/** Whether a label is a top-level domain. Answers are kept: most names in programs fail here. */
function isTop(label: string): boolean {
  const known = tops.get(label);
  if (known !== undefined) return known;
  const { isIcann, isPrivate } = parse(`a.b.c.${label}`, { allowPrivateDomains: true });
  if (tops.size >= MOST_KEPT) tops.clear();
  tops.set(label, isIcann === true || isPrivate === true);
  return isIcann === true || isPrivate === true;
}

/** The host of a URL: a domain, an IPv4 address, or an IPv6 address in brackets. */
export function canonicalHost(host: string): string | undefined {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) ? host.toLowerCase() : undefined;
  return isIPv4(host) ? host : canonicalDomain(host);
}
