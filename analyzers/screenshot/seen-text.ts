import type { Box } from '../../src/media/index.ts';
import { type Block, boxAroundAll, type Line, type Word } from '../../src/ocr/index.ts';

/** Blocks as one text, and where each word of it stands. */
export interface SeenText {
  readonly text: string;
  /** Offsets at which a line ends that may go on in the next one. */
  readonly openEnds: ReadonlySet<number>;
  readonly words: readonly { readonly start: number; readonly end: number; readonly word: Word }[];
}

/** A link or hyphenated name that breaks here goes on in the next line; a full stop or a letter does not say so. */
const breaksOff = /[-/_=&?%#]$/;
/** A line that is nothing but one link, address of a wallet or code. */
const oneToken = /^[\x21-\x7e]{8,}$/;
/** What remains of such a token on the next line. */
const remainder = /^[\x21-\x7e]*[A-Za-z0-9][\x21-\x7e]*$/;

/** A token that fills its line is broken wherever the line ends; what is left of it stands alone in the next. */
function isCutToken(line: Line, next: Line, block: Block): boolean {
  const letter = line.box.width / Math.max(1, line.text.length);
  const room = block.box.x + block.box.width - (line.box.x + line.box.width);
  return (
    oneToken.test(line.text) &&
    remainder.test(next.text) &&
    room < 2.5 * letter &&
    (next.text.length < line.text.length || oneToken.test(next.text)) &&
    (/[0-9A-Z/=?&%._-]/.test(next.text) || next.text.length <= 4)
  );
}

/** The last word of a line ends inside a link. */
const endsInLink = ({ text }: Line): boolean => breaksOff.test(text) && !/\s[-–—]$/.test(text);

const isBeside = (a: Block, b: Block): boolean => {
  const [first, last] = [b.lines[0]?.box, a.lines.at(-1)?.box];
  if (first === undefined || last === undefined) return false;
  const gap = Math.abs(first.y + first.height / 2 - last.y - last.height / 2);
  return gap < 0.5 * Math.min(first.height, last.height);
};

/** Which reading of a line is wanted: the best one, or PP-OCR's own. */
export type Reading = (line: Line) => readonly Word[];
export const bestReading: Reading = (line) => line.words;
export const paddleReading: Reading = (line) => line.paddle.words;

/**
 * Joins words to lines, and lines to blocks. A token that a block breaks over two lines is put together, because half a
 * link names somebody else's domain; a label and the value beside it stand in one line.
 */
export function seenText(blocks: readonly Block[], reading: Reading = bestReading): SeenText {
  const words: { start: number; end: number; word: Word }[] = [];
  const openEnds = new Set<number>();
  let text = '';
  for (const [b, block] of blocks.entries()) {
    const lines = [...block.quoted, ...block.lines];
    for (const [at, line] of lines.entries()) {
      for (const [i, word] of reading(line).entries()) {
        if (i > 0 && !word.glued) text += ' ';
        words.push({ start: text.length, end: text.length + word.text.length, word });
        text += word.text;
      }
      const next = lines[at + 1];
      if (next === undefined) continue;
      if (endsInLink(line) || isCutToken(line, next, block)) continue;
      openEnds.add(text.length);
      text += '\n';
    }
    const after = blocks[b + 1];
    text += after !== undefined && isBeside(block, after) ? ' ' : '\n\n';
  }
  return { text, openEnds, words };
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
  if (touched.length === 0) return { box: { x: 0, y: 0, width: 0, height: 0 }, confidence: 0 };
  const confidence = Math.max(0, Math.min(100, ...touched.map((w) => w.confidence)));
  return { box: boxAroundAll(touched.map((w) => w.box)), confidence };
}
