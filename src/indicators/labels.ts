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
}

/** No word is longer, spaces included. */
const LONGEST = 40;

/** The longest word that starts here. A space in a word stands for up to two white spaces or, as OCR drops them, none. */
function longestFrom(text: string, start: number): Match | undefined {
  let best: Match | undefined;
  const open: Match[] = [{ node: labelTrie(), end: start }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, end } = at;
    if (node.label !== undefined && isWordEnd(text, end) && end > (best?.end ?? start)) best = at;
    if (end - start >= LONGEST) continue;
    const gap = node.next.get(SPACE);
    if (gap !== undefined) {
      open.push({ node: gap, end });
      if (isSpace(text.charCodeAt(end))) {
        open.push({ node: gap, end: end + 1 });
        if (isSpace(text.charCodeAt(end + 1))) open.push({ node: gap, end: end + 2 });
      }
    }
    const next = node.next.get(foldCode(text.charCodeAt(end)));
    if (next !== undefined && end < text.length) open.push({ node: next, end: end + 1 });
  }
  return best;
}

function isWordEnd(text: string, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  return isUnspaced(last) || end >= text.length || !isSpacedLetter(text.charCodeAt(end));
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

/** Every context word of a text, the longest where several begin alike, in order. Linear: words have a bounded length. */
export function findLabels(text: string): readonly SeenLabel[] {
  const found: SeenLabel[] = [];
  beginnings ??= beginningsOf(labelTrie());
  for (let at = 0; at < text.length; ) {
    const begins = beginnings[foldCode(text.charCodeAt(at))] === 1 && isWordStart(text, at);
    const match = begins ? longestFrom(text, at) : undefined;
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
