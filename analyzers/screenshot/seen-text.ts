import type { Box } from '../../src/media/index.ts';
import type { Line, Word } from '../../src/ocr/index.ts';

/** All lines as one text, and where each word of it stands. */
export interface SeenText {
  readonly text: string;
  /** Offsets of line feeds behind which the same paragraph goes on. */
  readonly openEnds: ReadonlySet<number>;
  readonly words: readonly { readonly start: number; readonly end: number; readonly word: Word }[];
}

/** A link or hyphenated name that breaks here goes on in the next line; a full stop or a letter does not say so. */
const breaksOff = /[-/_=&%]$/;

/** The next line stands right below, and begins where this one does. */
function continues(line: Line, next: Line): boolean {
  const height = Math.max(line.box.height, next.box.height);
  const gap = next.box.y - (line.box.y + line.box.height);
  return gap < height * 1.5 && gap > -height && Math.abs(next.box.x - line.box.x) < height * 2;
}

/**
 * Joins words with spaces and lines with line feeds; a line that breaks off within a link is joined to the next without
 * one, because half a link names somebody else's domain.
 */
export function seenText(lines: readonly Line[]): SeenText {
  const words: { start: number; end: number; word: Word }[] = [];
  const openEnds = new Set<number>();
  let text = '';
  for (const [at, line] of lines.entries()) {
    for (const [i, word] of line.words.entries()) {
      if (i > 0) text += ' ';
      words.push({ start: text.length, end: text.length + word.text.length, word });
      text += word.text;
    }
    const next = lines[at + 1];
    const goesOn = next !== undefined && continues(line, next);
    if (goesOn && breaksOff.test(line.text)) continue;
    if (goesOn) openEnds.add(text.length);
    text += '\n';
  }
  return { text, openEnds, words };
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.width));
  const bottom = Math.max(...boxes.map((b) => b.y + b.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** True: a link that reaches the end of its line, so that it may be cut there. */
export function mayBeCut(
  { openEnds }: SeenText,
  found: { readonly kind: string; readonly end: number },
): boolean {
  return (found.kind === 'url' || found.kind === 'domain') && openEnds.has(found.end);
}

/** The box around the words that a span touches, and the least of their confidences (0–100). */
export function locate(
  { words }: SeenText,
  span: { readonly start: number; readonly end: number },
): { box: Box; confidence: number } {
  const touched = words.filter((w) => w.start < span.end && span.start < w.end).map((w) => w.word);
  const confidence = Math.max(0, Math.min(100, ...touched.map((w) => w.confidence)));
  return { box: around(touched.map((w) => w.box)), confidence };
}
