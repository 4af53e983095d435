/** A number as it stands in a text, with its separators. Offsets are into the reading. */
export interface DigitRun {
  readonly text: string;
  readonly digits: string;
  readonly plus: boolean;
  /** Capitals stand right before it, as of a bank whose space a reader of pictures lost: `XYZ 442 629`. */
  readonly glued: boolean;
  readonly start: number;
  readonly end: number;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const separators = ' .()-\u00a0\u2009\u202f\u2010\u2011\u2013/\u30fc';
const MAX_SPAN = 44;
const MAX_DIGITS = 24;

function stretch(text: string, start: number): { end: number; digits: string } {
  let end = start;
  let digits = '';
  let gap = 0;
  for (let at = start; at < text.length && at - start < MAX_SPAN * 4; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      digits += text[at];
      end = at + 1;
      gap = 0;
    } else if (++gap > 3 || !separators.includes(text[at] ?? '')) {
      if (at > start || !'+('.includes(text[at] ?? '')) break;
    }
  }
  return { end, digits };
}

/**
 * Runs of digits with separators between, from 5 digits on. A run inside a word (`abc123456`) is not one. Longer than any
 * number we look for: skipped whole.
 */
export function* digitRuns(text: string, isPicture = false): Generator<DigitRun> {
  const begins = /[+(\d]/g;
  for (let match = begins.exec(text); match !== null; match = begins.exec(text)) {
    const start = match.index;
    const opener = text[start] ?? '';
    if (!isDigit(opener.charCodeAt(0)) && !/^[+(]+\(?\d|^\+ ?\d/.test(text.slice(start, start + 3))) continue;
    const { end, digits } = stretch(text, start);
    begins.lastIndex = Math.max(end, start + 1);
    if (digits.length < 5 || digits.length > MAX_DIGITS || end - start > MAX_SPAN) continue;
    const inWord = /[A-Za-z_@#]/.test(text[start - 1] ?? ' ') && /\d/.test(opener);
    const glued =
      inWord &&
      isPicture &&
      digits.length >= 8 &&
      /(?<![\w@#.-])[A-Z]{3,8}$/.test(text.slice(Math.max(0, start - 9), start));
    if (inWord && !glued) continue;
    if (/[A-Za-z_@%]/.test(text[end] ?? ' ')) continue;
    yield {
      text: text.slice(start, end),
      digits,
      plus: /^\(?\+/.test(text.slice(start, start + 2)),
      glued,
      start,
      end,
    };
  }
}

const dates =
  /^(?:(?:19|20|25)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[0-2]?\d|3[01])|(?:[0-2]?\d|3[01])[-./](?:[0-2]?\d|3[01])[-./](?:19|20|25)?\d\d)(?:\s|$)/;
/** A date whose space before the hour was lost: `2026-03-1413:41`, `14/03/202616`. */
const dateAndHour =
  /^(?:(?:19|20|25)\d\d[-./](?:0[1-9]|1[0-2])[-./](?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])[-./](?:[0-2]\d|3[01])[-./](?:19|20|25)\d\d)[0-2]?\d$/;

/** Dates, and numbers written as money, are no telephone or account numbers. */
export function isDateOrDecimal(run: DigitRun): boolean {
  return (
    dates.test(run.text) ||
    dateAndHour.test(run.text) ||
    /^\+?\d{1,3}(?:[.,]\d{3})+$/.test(run.text) ||
    /^\+?\d+\.\d{1,2}$/.test(run.text)
  );
}
