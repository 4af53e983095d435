import { type CurrencyWords, currencies, multipliers } from '../../../data/indicators/currencies.ts';

interface Sign {
  readonly text: string;
  readonly currency: CurrencyWords;
  /** Letters may follow: `рубл*`. */
  readonly open: boolean;
}

const byLength = (a: Sign, b: Sign): number => b.text.length - a.text.length;
const signs = (pick: (c: CurrencyWords) => readonly string[]): readonly Sign[] =>
  currencies
    .flatMap((currency) =>
      pick(currency).map((text) => ({ text: text.replace(/\*$/, ''), currency, open: text.endsWith('*') })),
    )
    .sort(byLength);

const before = signs((c) => c.signs);
const behind = signs((c) => [...c.signs, ...(c.names ?? [])]);
const index = (
  list: readonly Sign[],
  key: (text: string) => string,
): ReadonlyMap<string, readonly Sign[]> => {
  const map = new Map<string, Sign[]>();
  for (const sign of list) map.set(key(sign.text), [...(map.get(key(sign.text)) ?? []), sign]);
  return map;
};
const beforeByLast = index(before, (text) => text.slice(-1).toLowerCase());
const behindByFirst = index(behind, (text) => text.slice(0, 1).toLowerCase());

const latinLetter = /[A-Za-zÀ-ɏͰ-ԯ]/;

/** The longest sign; of equal ones, that of the text's language before the one of no language. */
function choose(found: readonly Sign[], languages: readonly string[]): Sign | undefined {
  const spoken = languages.slice(0, 2);
  const meant = found.filter(({ currency }) => currency.languages?.some((l) => spoken.includes(l)) ?? true);
  const longest = meant.filter(({ text }) => text.length === meant[0]?.text.length);
  return longest.find(({ currency }) => currency.languages !== undefined) ?? longest[0];
}

export interface SeenCurrency {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

/** A currency sign right before an offset, at most one space between. */
export function currencyBefore(
  text: string,
  offset: number,
  languages: readonly string[],
): SeenCurrency | undefined {
  const end = /[ \u00a0\u202f]/.test(text[offset - 1] ?? '') ? offset - 1 : offset;
  const candidates = beforeByLast.get((text[end - 1] ?? '').toLowerCase()) ?? [];
  const fitting = candidates.filter(({ text: sign }) => {
    const start = end - sign.length;
    if (start < 0 || text.slice(start, end) !== sign) return false;
    const isWord = latinLetter.test(sign[0] ?? '');
    return !isWord || !/[A-Za-zÀ-ɏ/]/.test(text[start - 1] ?? ' ');
  });
  const sign = choose(fitting, languages);
  return sign && { code: sign.currency.code, start: end - sign.text.length, end };
}

/**
 * A currency's name before a number, as stands in writing from right to left once it is laid out by rows. Not where the name
 * belongs to a number before it.
 */
export function nameBefore(
  text: string,
  offset: number,
  languages: readonly string[],
): SeenCurrency | undefined {
  if (languages[0] !== 'ar') return undefined;
  const end = /[ \u00a0\u202f]/.test(text[offset - 1] ?? '') ? offset - 1 : offset;
  const fitting = behind.filter(({ text: name, open }) => {
    const start = end - name.length;
    if (open || name.length < 3 || start < 0 || text.slice(start, end) !== name) return false;
    return (
      !/[\p{L}\p{M}\d]/u.test(text[start - 1] ?? ' ') &&
      !/\d\s?$/.test(text.slice(Math.max(0, start - 2), start))
    );
  });
  const sign = choose(fitting, languages);
  return sign && { code: sign.currency.code, start: end - sign.text.length, end };
}

/** A currency sign or name right behind an offset, at most one space between. */
export function currencyBehind(
  text: string,
  offset: number,
  languages: readonly string[],
): SeenCurrency | undefined {
  const start = /[ \u00a0\u202f]/.test(text[offset] ?? '') ? offset + 1 : offset;
  const candidates = behindByFirst.get((text[start] ?? '').toLowerCase()) ?? [];
  const fitting = candidates.filter(({ text: sign, open }) => {
    const seen = text.slice(start, start + sign.length);
    if (seen !== sign && (seen.toLowerCase() !== sign.toLowerCase() || sign.length < 2)) return false;
    const isWord = latinLetter.test(sign.at(-1) ?? '');
    const next = text[start + sign.length] ?? ' ';
    return open || !isWord || !/[\p{L}\p{M}\d]/u.test(next) || isUnspacedLetter(next);
  });
  const sign = choose(fitting, languages);
  return sign && { code: sign.currency.code, start, end: start + sign.text.length };
}

const isUnspacedLetter = (character: string): boolean =>
  /[\u0e00-\u0eff\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]/.test(character);

const factors = Object.entries(multipliers).sort((a, b) => b[0].length - a[0].length);

/** A multiplier right behind a number: `5万`, `20 triệu`, `1.5k`. */
export function factorBehind(text: string, offset: number): { factor: number; end: number } {
  const start = text[offset] === ' ' ? offset + 1 : offset;
  for (const [word, factor] of factors) {
    const seen = text.slice(start, start + word.length);
    if (seen.toLowerCase() !== word) continue;
    const next = text[start + word.length] ?? ' ';
    if (latinLetter.test(word) && /[\p{L}\p{M}\d]/u.test(next) && !isUnspacedLetter(next)) continue;
    return { factor, end: start + word.length };
  }
  return { factor: 1, end: offset };
}
