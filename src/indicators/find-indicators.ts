import { findAddresses } from './find-addresses.ts';
import { findDomains } from './find-domains.ts';
import { findEmails } from './find-emails.ts';
import { findEmv } from './find-emv.ts';
import { findHandles } from './find-handles.ts';
import { findIbans } from './find-ibans.ts';
import { findInvites } from './find-invites.ts';
import { findNumbers } from './find-numbers.ts';
import { findPaymentIds } from './find-payment-ids.ts';
import { findTransactions } from './find-transactions.ts';
import { findUrls } from './find-urls.ts';
import { findWallets } from './find-wallets.ts';
import type { FindOptions, Found } from './found.ts';
import { Search } from './search.ts';

/** More text than this is not searched; callers say so in coverage. */
export const MAX_TEXT_LENGTH = 4_000_000;

interface Finder {
  readonly find: (search: Search) => Iterable<Found>;
  /** False: nothing of its kinds can stand in the text. Spares most strings of a program all work. */
  readonly may: (text: string, isCode: boolean) => boolean;
}

const someDigits = /\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d/;

/** Of two values in the same place the earlier finder's stays: what carries more proof stands first. */
const finders: readonly Finder[] = [
  { find: findEmv, may: (text) => text.includes('000201') },
  { find: findUrls, may: (text) => text.includes('://') },
  { find: findEmails, may: (text) => text.includes('@') },
  { find: findTransactions, may: (text) => text.length >= 64 },
  {
    find: findWallets,
    may: (text, isCode) => text.length >= 25 && (!isCode || /[A-Za-z0-9]{24}/.test(text)),
  },
  { find: findIbans, may: (text) => text.length >= 15 && /[A-Za-z]{2} ?[\dOoIlSBZ]{2}/.test(text) },
  { find: findPaymentIds, may: (text) => /\$|\d{4}/.test(text) },
  { find: findAddresses, may: (text) => /\d\.\d|:[0-9a-f:]/i.test(text) },
  { find: findDomains, may: (text) => text.includes('.') },
  { find: findNumbers, may: (text) => someDigits.test(text) },
  { find: findHandles, may: (text, isCode) => !isCode || /[@:=]/.test(text) },
  { find: findInvites, may: (text, isCode) => !isCode || /[:=]/.test(text) },
];

/** Nothing that we look for in code lacks all of these; most strings of a program do. */
const anyCandidate = /[.@:=]|\d{5}|[A-Za-z0-9]{24}/;

const overlaps = (a: Found, b: Found): boolean => a.start < b.end && b.start < a.end;

/** A wallet or account that stands inside a link or payment code is a value of its own. */
const mayBeInside = (inner: Found, outer: Found): boolean =>
  (outer.kind === 'url' && (inner.kind === 'wallet' || inner.kind === 'transaction')) ||
  (inner.start === outer.start && inner.end === outer.end && inner.kind === 'package');

/**
 * Values in a text that others can match on, in order of appearance: links, addresses, telephone numbers, wallets, bank and
 * payment accounts, account names, codes; defanged forms included. Spans are UTF-16 offsets into `text`. Pure, and linear
 * in the length of the text. What lies inside another value is not reported again, but for wallets inside links.
 */
export function findIndicators(text: string, options: FindOptions = {}): Found[] {
  const whole = text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text;
  if (options.mode === 'code' && !anyCandidate.test(whole)) return [];
  const search = new Search(whole, options);
  const kept: Found[] = [];
  for (const { find, may } of finders) if (may(search.text, search.isCode)) merge(kept, find(search));
  return kept;
}

/** Adds what does not lie on something found before. Both lists are put in order, so that one pass is enough. */
function merge(kept: Found[], found: Iterable<Found>): void {
  const fresh: Found[] = [];
  const ordered = [...found].sort((a, b) => a.start - b.start);
  let at = 0;
  let last: Found | undefined;
  for (const one of ordered) {
    while (at < kept.length && (kept[at]?.end ?? 0) <= one.start) at++;
    const other = kept[at];
    const collides = other !== undefined && overlaps(other, one) && !mayBeInside(one, other);
    const repeats =
      last !== undefined && overlaps(last, one) && !(last.start === one.start && last.end === one.end);
    if (collides || repeats) continue;
    fresh.push(one);
    last = one;
  }
  if (fresh.length === 0) return;
  for (const one of fresh) kept.push(one);
  kept.sort((a, b) => a.start - b.start || b.end - a.end);
}
