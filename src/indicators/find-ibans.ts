import { getCountrySpecifications } from 'ibantools';
import type { Found } from './found.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';
import { similarTo } from './wallets/similar.ts';

const countries = getCountrySpecifications();

/**
 * Letters and digits where the country has them. National check digits inside are not asked for: not every bank keeps to
 * them, and the remainder is proof enough.
 */
function fitsStructure(bban: string, country: string): boolean {
  const structure = countries[country]?.bban_regexp;
  return typeof structure === 'string' && new RegExp(structure).test(bban);
}

/** Remainder of ISO 7064 over the rearranged account number: 1 for a right one. */
function remainder(iban: string): number {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest;
}

const isRight = (iban: string): boolean => remainder(iban) === 1;

/** Letters and digits from `start`, single spaces or hyphens left out, up to `length`; with the offset behind the last. */
function gather(text: string, start: number, length: number): { value: string; end: number } | undefined {
  let value = '';
  let gap = 0;
  for (let at = start; at < text.length && value.length < length; at++) {
    const character = text[at] ?? '';
    if (/[A-Za-z0-9]/.test(character)) {
      value += character.toUpperCase();
      gap = 0;
      if (value.length === length) return { value, end: at + 1 };
    } else if (++gap > 1 || !' -.\u00a0\n'.includes(character)) return undefined;
  }
  return undefined;
}

const confused: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  L: '1',
  S: '5',
  B: '8',
  Z: '2',
  G: '6',
  Q: '0',
  D: '0',
};

/** One misread character put right; digits that stand where the country has letters and the reverse are tried first. */
function repair(value: string, country: string, spend: (steps: number) => boolean): string | undefined {
  const candidates = new Set<string>();
  const digits = value.slice(0, 2) + value.slice(2).replace(/[A-Z]/g, (c) => confused[c] ?? c);
  if (digits !== value) candidates.add(digits);
  for (let at = 2; at < value.length; at++)
    for (const other of similarTo(value[at] ?? '', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'))
      candidates.add(value.slice(0, at) + other + value.slice(at + 1));
  if (!spend(candidates.size)) return undefined;
  const right = [...candidates].filter(
    (c) => /^\d\d$/.test(c.slice(2, 4)) && isRight(c) && fitsStructure(c.slice(4), country),
  );
  return right.length === 1 ? right[0] : undefined;
}

/** International bank account numbers (ISO 13616): length and structure of the country, remainder 1. */
export function* findIbans(search: Search): Generator<Found> {
  const { text, options } = search;
  let after = 0;
  const begins = options.ocr ? /[A-Za-z]{2} ?[\dOoIlSBZ]{2}/g : /[A-Za-z]{2} ?\d{2}/g;
  for (let match = begins.exec(text); match !== null; match = begins.exec(text)) {
    const start = match.index;
    begins.lastIndex = start + 1;
    if (start < after || /[A-Za-z0-9]/.test(text[start - 1] ?? ' ')) continue;
    const country = match[0].slice(0, 2).toUpperCase();
    const length = countries[country]?.chars;
    if (length === undefined || length === null || countries[country]?.IBANRegistry !== true) continue;
    const whole = gather(text, start, length);
    if (whole === undefined || /[A-Za-z0-9]/.test(text[whole.end] ?? ' ')) continue;
    const isValid =
      /^..\d\d/.test(whole.value) && isRight(whole.value) && fitsStructure(whole.value.slice(4), country);
    const value = isValid
      ? whole.value
      : options.ocr
        ? repair(whole.value, country, (n) => search.spend(n))
        : undefined;
    if (value === undefined) continue;
    after = whole.end;
    yield {
      kind: 'bank-account',
      subtype: 'iban',
      value,
      check: isValid ? 'valid' : 'repaired',
      confidence: isValid ? 98 : 85,
      standing: 'proposed',
      ...trace(search.reading, start, whole.end),
    };
  }
}
