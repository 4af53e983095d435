import { contrastOf, type GreyLine } from './ink.ts';
import type { Letter } from './paddle/decode-ctc.ts';

/** Letters that tell how high capitals and small letters stand in a line. */
const tall = /^[ABDEFGHJKLMNQRTYbdfhkl2-9]$/;
const short = /^[aemnrgqy]$/;
const round = /^[oO0]$/;

/** A pixel is ink when it differs from the ground by this part of the contrast. */
const SHOWS = 0.45;
/** Rows between the tops of capitals and small letters, at least. */
const APART = 5;
/** How near to one of both a top must be, as part of the distance between them. */
const NEAR = 0.25;

/** The commonest value: what the line is written on. */
function groundOf({ data }: GreyLine): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  return counts.reduce((best, count, value) => (count > (counts[best] ?? 0) ? value : best), 0);
}

/** Rows from the top at which the middle of each letter begins; undefined where there is no ink. */
function topsOf(letters: readonly Letter[], line: GreyLine): (number | undefined)[] {
  const { width, height, data } = line;
  const least = SHOWS * contrastOf(line);
  const ground = groundOf(line);
  return letters.map(({ at }, i) => {
    const [before, after] = [letters[i - 1]?.at ?? at - 0.5, letters[i + 1]?.at ?? at + 0.5];
    const half = 0.7 * Math.min((at - before) / 2, (after - at) / 2, (0.25 * height) / width);
    const [from, to] = [Math.round((at - half) * width), Math.round((at + half) * width)];
    for (let y = 2; y < height - 2; y++)
      for (let x = Math.max(0, from); x <= Math.min(width - 1, to); x++)
        if (Math.abs((data[y * width + x] ?? 0) - ground) > least) return y;
    return undefined;
  });
}

const middleOf = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

/** Small figures are no `o`; an `o` with an accent stands high too: only beside figures or between capitals is it none. */
function sized(text: string, isTall: boolean, before: string, after: string): string {
  if (!isTall) return /[a-z]/.test(before) || /[a-z]/.test(after) ? 'o' : text;
  if (text !== 'o') return text;
  if (/\d/.test(before) || /\d/.test(after)) return '0';
  return /[A-Z]/.test(before) && /[A-Z]/.test(after) ? 'O' : text;
}

/**
 * Tells `o` from `O` and `0` by how high it stands among the letters of its line; a host name hangs on it. `line`: what the
 * letters were read from.
 */
export function sizeByHeight(letters: readonly Letter[], line: GreyLine): Letter[] {
  if (!letters.some(({ text }) => round.test(text))) return [...letters];
  const tops = topsOf(letters, line);
  const of = (kind: RegExp): number[] =>
    tops.filter((top, i): top is number => top !== undefined && kind.test(letters[i]?.text ?? ''));
  const [high, low] = [middleOf(of(tall)), middleOf(of(short))];
  if (high === undefined || low === undefined || low - high < APART) return [...letters];
  return letters.map((letter, i) => {
    const top = tops[i];
    if (top === undefined || !round.test(letter.text)) return letter;
    const place = (top - high) / (low - high);
    if (place >= NEAR && place < 1 - NEAR) return letter;
    const text = sized(letter.text, place < NEAR, letters[i - 1]?.text ?? '', letters[i + 1]?.text ?? '');
    return text === letter.text ? letter : { ...letter, text };
  });
}
