import type { DigitRun } from './digit-runs.ts';
import { type Phone, readPhone } from './phones.ts';
import type { Search } from './search.ts';

export interface PhoneReading extends Phone {
  /** Percent. */
  readonly confidence: number;
  readonly how?: string;
  /** Characters of the run that belong to it. */
  readonly length: number;
}

/** The run as it is, and without its last groups: a number may be followed by another, as in `+33 6 … 13 2 jours`. */
function* shorter(text: string): Generator<string> {
  yield text;
  let rest = text;
  for (let tries = 0; tries < 3; tries++) {
    const cut = rest.search(/[^\d](?=\d+$)/);
    if (cut < 7) return;
    rest = rest.slice(0, cut).replace(/[^\d]+$/, '');
    yield rest;
  }
}

const international = (text: string): string =>
  text
    .replace(/^\(?\+ ?|^00/, '+')
    .replace(/^\+(\d+)\)/, '+$1')
    .replace(/\(0\)/, '');

/** A number with its country code. One that no plan gives out still counts, less surely, if its length is right. */
export function readWithCode(run: DigitRun): PhoneReading | undefined {
  if (run.digits.length < 7 || run.digits.length > 20) return undefined;
  for (const text of shorter(run.text)) {
    const phone = readPhone(international(text));
    if (phone?.isValid) return { ...phone, confidence: 98, length: text.length };
  }
  const phone = run.digits.length > 9 ? readPhone(international(run.text)) : undefined;
  const how = 'right length, but of a range that is not known to be given out';
  return phone && { ...phone, confidence: 70, how, length: run.text.length };
}

/** Ways of writing that show a telephone number without any word: area code in brackets, a trunk 0 and groups. */
const shapes: readonly RegExp[] = [
  /^\(0?\d{2,4}\)[ -]?9?\d{3,4}[ -]?\d{3,4}$/,
  /^(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}$/,
  /^0\d{1,4}[ .-]\d{2,4}[ .-]\d{3,4}(?:[ .-]\d{2,4})?$/,
  /^0\d(?:[ .-]\d\d){4}$/,
  /^0\d{8,10}$/,
  /^8[ (-]{1,2}\d{3}[ )-]{1,2}\d{3}[ -]?\d{2}[ -]?\d{2}$/,
  /^1[3-9]\d{9}$/,
  /^1[3-9]\d[ -]\d{4}[ -]\d{4}$/,
  /^9\d{8}$/,
  /^[6-9]\d{4}[ -]\d{5}$/,
];

/** A bare number may be many things: only a mobile of the likeliest country is believed without a word. */
function believable(run: DigitRun, phone: Phone, rank: number, said: boolean): boolean {
  if (said) return true;
  const grouped = run.text !== run.digits;
  return grouped ? rank < 6 : phone.isMobile && rank < 3 && run.digits.length >= 10;
}

/** A number without its country code, in the countries that language and context suggest. */
export function readNational(
  search: Search,
  run: DigitRun,
  regions: readonly string[],
  said = true,
): PhoneReading | undefined {
  if (run.digits.length < 7 || run.digits.length > 13) return undefined;
  if (!said && !shapes.some((shape) => shape.test(run.text))) return undefined;
  if (!search.spend(5)) return undefined;
  for (const [rank, region] of regions.entries()) {
    const phone = readPhone(run.text, region);
    if (!phone?.isValid || !believable(run, phone, rank, said)) {
      // A country that the caller named keeps a number of the right length, before another country's plan is tried.
      if (phone === undefined || !said || !(search.options.regions ?? []).includes(region)) continue;
      return { ...phone, confidence: 55, how: `country given: ${region}`, length: run.text.length };
    }
    const how = `country taken from the text: ${region}`;
    return { ...phone, confidence: rank === 0 ? 85 : 65, how, length: run.text.length };
  }
  return undefined;
}
