import { type GreyLine, inkOf } from './ink.ts';
import type { Letter } from './paddle/decode-ctc.ts';

/** Heights of the line without ink between two letters from which they are two words; PP-OCR drops such spaces. */
const GAP = 0.155;
/** The same behind a full stop, colon or comma, which have room of their own. */
const STOP_GAP = 0.2;
/** Where letters are set wide, so many times the usual gap. */
const TIMES = 1.9;
/** A thin letter has room on both sides of its own. */
const THIN_ROOM = 0.15;
/** A link or name is not divided lightly. */
const TOKEN_ROOM = 0.05;
/** Letters all equally wide: thin ones have gaps around them that are no spaces. Spread of the pitch by its mean. */
const EVEN = 0.16;

const isWord = (text: string): boolean => /^[A-Za-z0-9$@+\u00c0-\u024f]$/.test(text);
const isThin = (text: string): boolean => /^[1lI!|ij]$/.test(text);
const stops = (text: string): boolean => /^[.,:;!?]$/.test(text);

/** The widest run of columns without ink between two letters, in heights of the line. */
function gapBetween(ink: readonly boolean[], height: number, from: number, to: number): number {
  let [widest, run] = [0, 0];
  for (let x = Math.max(0, Math.round(from) - 3); x <= Math.min(ink.length - 1, Math.round(to) + 3); x++) {
    run = ink[x] === true ? 0 : run + 1;
    widest = Math.max(widest, run);
  }
  return widest / height;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Whether the letters stand at even distances, as in type of one width. */
function isEven(letters: readonly Letter[]): boolean {
  const steps = letters.slice(1).map((letter, i) => letter.at - (letters[i]?.at ?? 0));
  const usual = median(steps);
  const near = steps.filter((step) => step < 1.6 * usual);
  const mean = near.reduce((sum, step) => sum + step, 0) / Math.max(1, near.length);
  const spread = Math.sqrt(
    near.reduce((sum, step) => sum + (step - mean) ** 2, 0) / Math.max(1, near.length),
  );
  return letters.length > 12 && spread < EVEN * mean;
}

/** What stands since the last space is a link, address or account name already. */
function isInToken(letters: readonly Letter[], end: number): boolean {
  let start = end;
  while (start > 0 && letters[start - 1]?.text !== ' ') start--;
  const word = letters
    .slice(start, end)
    .map(({ text }) => text)
    .join('');
  return /[@/_]|[a-z]\.[a-z]/.test(word);
}

/** `V N D`: capitals that stand apart one by one are one word, set wide. */
function isSpelled(letters: readonly Letter[], wide: readonly boolean[], i: number): boolean {
  const isAlone = (at: number): boolean =>
    /^[A-Z]$/.test(letters[at]?.text ?? '') &&
    (at === 0 || wide[at] === true || letters[at - 1]?.text === ' ') &&
    (at === letters.length - 1 || wide[at + 1] === true || letters[at + 1]?.text === ' ');
  return isAlone(i - 1) && isAlone(i);
}

/** Letters with the spaces that the picture shows and PP-OCR left out. `line`: what it read them from. */
export function spaceByGaps(letters: readonly Letter[], line: GreyLine): Letter[] {
  if (letters.length < 4 || isEven(letters)) return [...letters];
  const ink = inkOf(line);
  const gaps = letters
    .slice(1)
    .map((letter, i) =>
      gapBetween(ink, line.height, (letters[i]?.at ?? 0) * line.width, letter.at * line.width),
    );
  const least = Math.max(GAP, TIMES * median(gaps.filter((_, i) => isWord(letters[i]?.text ?? ''))) - 0.04);
  const wide = letters.map((letter, i) => {
    const before = letters[i - 1];
    if (before === undefined || !isWord(letter.text)) return false;
    if (!isWord(before.text) && !stops(before.text)) return false;
    const thin = (isThin(before.text) ? THIN_ROOM : 0) + (isThin(letter.text) ? THIN_ROOM / 2 : 0);
    const token = isInToken(letters, i) ? TOKEN_ROOM : 0;
    const wanted = (stops(before.text) ? Math.max(STOP_GAP, least) : least + thin) + token;
    return (gaps[i - 1] ?? 0) >= wanted;
  });
  return letters.flatMap((letter, i) => {
    const before = letters[i - 1];
    if (before === undefined || wide[i] !== true || isSpelled(letters, wide, i)) return [letter];
    return [{ text: ' ', at: (before.at + letter.at) / 2, score: 1 }, letter];
  });
}
