import type { Label } from '../../data/indicators/words/index.ts';
import { foldCode, isSpacedLetter, isUnspaced } from './fold.ts';
import { isSpace, type LabelNode, labelTrie, SPACE } from './label-trie.ts';

/** A context word in a text. Offsets are into the reading. */
export interface SeenLabel {
  readonly label: Label;
  readonly start: number;
  readonly end: number;
}

interface Match {
  readonly node: LabelNode;
  readonly end: number;
  /** Letters of the word so far, and how many of them were misread. */
  readonly letters: number;
  readonly errors: number;
}

/** No word is longer, spaces included. */
const LONGEST = 40;
/** Ways to read on from one place that are tried. */
const MOST_STEPS = 400;

/** Letters that must be right before one may be wrong, and letters a word has for each that may. */
const SURE_LETTERS = 3;
const LETTERS_PER_ERROR = 4;

/** A text from a picture, and how many misread letters may still be tried in it. */
interface Loose {
  left: number;
}
const MOST_MISREAD = 200_000;

/** Readers of pictures tear words of scripts without spaces apart. */
const isTorn = (text: string, end: number): boolean =>
  text.charCodeAt(end) === SPACE &&
  isUnspaced(text.charCodeAt(end - 1)) &&
  isUnspaced(text.charCodeAt(end + 1));

/** The same word with its next letter misread, left out or doubled; only in scripts without spaces, whose marks are small. */
function* misread(text: string, at: Match): Generator<Match> {
  const { node, end, letters, errors } = at;
  const bound = Math.min(2, Math.floor((letters + 3) / LETTERS_PER_ERROR));
  if (letters < SURE_LETTERS || errors >= bound || !isUnspaced(text.charCodeAt(end - 1))) return;
  if (isUnspaced(text.charCodeAt(end))) {
    yield { ...at, end: end + 1, errors: errors + 1 };
    for (const next of node.next.values())
      yield { node: next, end: end + 1, letters: letters + 1, errors: errors + 1 };
  }
  for (const next of node.next.values()) yield { node: next, end, letters: letters + 1, errors: errors + 1 };
}

/** Better: more of the text, and not for a misreading's sake. */
const isBetter = (a: Match, b: Match | undefined): boolean =>
  b === undefined || a.end - 2 * a.errors > b.end - 2 * b.errors;

/**
 * The longest word that starts here. A space in a word stands for up to two white spaces or, as OCR drops them, none. `loose`:
 * the text was read from a picture.
 */
function longestFrom(text: string, start: number, loose: Loose | undefined): Match | undefined {
  let best: Match | undefined;
  const open: Match[] = [{ node: labelTrie(), end: start, letters: 0, errors: 0 }];
  for (let at = open.pop(), steps = 0; at !== undefined && steps < MOST_STEPS; at = open.pop(), steps++) {
    const { node, end } = at;
    const isWhole = at.errors === 0 || at.letters >= 3 * at.errors + 2;
    if (
      node.label !== undefined &&
      end > start &&
      isWhole &&
      isWordEnd(text, end, loose !== undefined) &&
      isBetter(at, best)
    )
      best = at;
    if (end - start >= LONGEST) continue;
    if (loose !== undefined && at.errors > 0) loose.left--;
    if (loose !== undefined && loose.left > 0) open.push(...misread(text, at));
    if (loose !== undefined && end > start && isTorn(text, end)) open.push({ ...at, end: end + 1 });
    const gap = node.next.get(SPACE);
    if (gap !== undefined) {
      open.push({ ...at, node: gap });
      if (isSpace(text.charCodeAt(end))) {
        open.push({ ...at, node: gap, end: end + 1 });
        if (isSpace(text.charCodeAt(end + 1))) open.push({ ...at, node: gap, end: end + 2 });
      }
    }
    const next = node.next.get(foldCode(text.charCodeAt(end)));
    if (next !== undefined && end < text.length)
      open.push({ ...at, node: next, end: end + 1, letters: at.letters + 1 });
  }
  return best;
}

/** A word ends before what is no letter; in pictures also before capitals: `codeQWX7` lost its space. */
function isWordEnd(text: string, end: number, loose: boolean): boolean {
  const last = text.charCodeAt(end - 1);
  if (isUnspaced(last) || end >= text.length || !isSpacedLetter(text.charCodeAt(end))) return true;
  return loose && /^[a-z][A-Z][A-Z0-9]{3}/.test(text.slice(end - 1, end + 4));
}

/** Arabic joins `and`, `with`, `for` and the article to the word. */
const isArabic = (code: number): boolean => code >= 0x600 && code < 0x700;

function isWordStart(text: string, start: number): boolean {
  if (start === 0) return true;
  const code = text.charCodeAt(start);
  if (isUnspaced(code) || isArabic(code)) return true;
  return !isSpacedLetter(text.charCodeAt(start - 1)) && !isDigit(text.charCodeAt(start - 1));
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** 1 for each folded code that some word begins with. */
let beginnings: Uint8Array | undefined;

function beginningsOf(root: LabelNode): Uint8Array {
  const marks = new Uint8Array(65_536);
  for (const code of root.next.keys()) marks[code] = 1;
  return marks;
}

/** Longer texts than a picture can hold are read to the letter: looking for misread words costs more. */
const MOST_LOOSE = 60_000;

/** Every context word of a text, the longest where several begin alike, in order. Linear: words have a bounded length. `loose`: read from a picture. */
export function findLabels(text: string, loose = false): readonly SeenLabel[] {
  const found: SeenLabel[] = [];
  const budget = loose && text.length <= MOST_LOOSE ? { left: MOST_MISREAD } : undefined;
  beginnings ??= beginningsOf(labelTrie());
  for (let at = 0; at < text.length; ) {
    const begins = beginnings[foldCode(text.charCodeAt(at))] === 1 && isWordStart(text, at);
    const match = begins ? longestFrom(text, at, budget) : undefined;
    const label = match?.node.label;
    if (match === undefined || label === undefined) {
      at++;
      continue;
    }
    found.push({ label, start: at, end: match.end });
    at = match.end;
  }
  return found;
}

/** Index of the first label that ends behind `offset`. */
function firstEndingAfter(labels: readonly SeenLabel[], offset: number): number {
  let low = 0;
  let high = labels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((labels[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Labels before an offset, nearest first, no farther than `reach`. */
export function* labelsBefore(
  labels: readonly SeenLabel[],
  offset: number,
  reach: number,
): Generator<SeenLabel> {
  for (let at = firstEndingAfter(labels, offset) - 1; at >= 0; at--) {
    const label = labels[at];
    if (label === undefined || offset - label.end > reach) return;
    yield label;
  }
}

/** The first label behind an offset, no farther than `reach`. */
export function labelAfter(
  labels: readonly SeenLabel[],
  offset: number,
  reach: number,
): SeenLabel | undefined {
  const next = labels[firstEndingAfter(labels, offset)];
  return next !== undefined && next.start >= offset && next.start - offset <= reach ? next : undefined;
}

/** Whether a text has a word for such a value. */
export const hasLabel = (text: string, label: Label): boolean =>
  findLabels(text, true).some((seen) => seen.label === label);
