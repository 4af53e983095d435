import type { FindOptions } from '../found.ts';
import { guessLanguages } from '../guess-languages.ts';
import { originOf, readText } from '../read-text.ts';
import {
  currencyBefore,
  currencyBehind,
  factorBehind,
  nameBefore,
  type SeenCurrency,
} from './currency-at.ts';
import { mendSums } from './mend-sums.ts';
import { multiply, parseNumber } from './parse-number.ts';

/** A sum of money in a text. */
export interface Amount {
  /** `EUR 1480.00`; a range is `USD 300-500`. */
  readonly value: string;
  readonly currency: string;
  /** As it stands in the text. */
  readonly reading: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
}

interface Sum {
  readonly number: string;
  readonly before: SeenCurrency | undefined;
  readonly behind: SeenCurrency | undefined;
  /** Of the digits and what multiplies them. */
  readonly start: number;
  readonly end: number;
}

/**
 * Groups of three with spaces; or groups of two or three with points, commas or apostrophes; decimals at the end. Not
 * inside a longer number, a time or a date.
 */
const number =
  /(?<![\d:/]|\d[.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?|\d{1,15}(?:[.,'’\u066c]{1,2}\d{2,3}(?!\d))*(?:[.,\u066b]\d{1,2}(?!\d))?)/g;

const LONGEST_NUMBER = 40;

function* sumsIn(text: string, languages: readonly string[]): Generator<Sum> {
  for (const match of text.matchAll(number)) {
    if (match[0].length > LONGEST_NUMBER) continue;
    const { factor, end } = factorBehind(text, match.index + match[0].length);
    const behind = currencyBehind(text, end, languages);
    const before =
      currencyBefore(text, match.index, languages) ??
      (behind === undefined ? nameBefore(text, match.index, languages) : undefined);
    yield { number: multiply(parseNumber(match[0]), factor), before, behind, start: match.index, end };
  }
}

const range =
  /^ ?(?:[-–—~〜～至到]|から|to|a|à|hasta|até|hingga|sampai|s\/d|đến|до|ถึง|से|إلى|الى|ដល់|부터|and) ?$/i;

/** The currency of a sum: the sign before it, unless that belongs to the number before; else the one behind. */
const currencyOf = (sum: Sum): SeenCurrency | undefined => sum.before ?? sum.behind;

function joins(text: string, a: Sum, b: Sum): boolean {
  const first = currencyOf(a);
  const second = currencyOf(b);
  if (second === undefined && first === undefined) return false;
  if (first !== undefined && second !== undefined && first.code !== second.code) return false;
  const from = Math.max(a.end, a.behind?.end ?? 0);
  const to = Math.min(b.start, b.before?.start ?? b.start);
  return to >= from && range.test(text.slice(from, to)) && Number(b.number) >= Number(a.number);
}

function amountOf(text: string, first: Sum, last: Sum): Omit<Amount, 'reading'> | undefined {
  const currency = currencyOf(first) ?? currencyOf(last);
  if (currency === undefined) return undefined;
  const value = first === last ? first.number : `${first.number}-${last.number}`;
  return {
    value: `${currency.code} ${value}`,
    currency: currency.code,
    start: Math.min(first.start, first.before?.start ?? text.length),
    end: Math.max(last.end, (last.before === undefined ? last.behind?.end : undefined) ?? 0),
  };
}

/**
 * Sums of money: a number beside a currency's sign or name, ranges as one. They are facts of a case, no indicators: nobody
 * else's case has a right to the same sum. Linear in the length of the text.
 */
export function findAmounts(original: string, options: FindOptions = {}): Amount[] {
  const reading = readText(original);
  if (!/\d/.test(reading.text)) return [];
  const languages = options.languages ?? guessLanguages(reading.text);
  const text = options.ocr === true ? mendSums(reading.text, languages) : reading.text;
  const sums = [...sumsIn(text, languages)];
  const found: Amount[] = [];
  for (let at = 0; at < sums.length; at++) {
    const first = sums[at]!;
    const next = sums[at + 1];
    const last = next !== undefined && joins(text, first, next) ? next : first;
    if (last !== first) at++;
    const amount = amountOf(text, first, last);
    if (amount === undefined) continue;
    const start = originOf(reading, amount.start);
    const end = originOf(reading, amount.end);
    found.push({ ...amount, start, end, reading: original.slice(start, end) });
  }
  return found;
}
