import { joinLines } from '../../src/indicators/index.ts';
import type { Box } from '../../src/media/index.ts';
import { type Block, boxAroundAll, type Line, placeOf, textOf, type Word } from '../../src/ocr/index.ts';

/** Lines as one text in which to look for values, and where each span of it stands. */
export interface SeenText {
  readonly text: string;
  /** The box around the words that a span touches, and the least of their confidences (0–100). */
  locate(span: { readonly start: number; readonly end: number }): { box: Box; confidence: number };
  /** A link that ends with its line although its block goes on: it may be longer. */
  mayBeCut(found: { readonly kind: string; readonly end: number }): boolean;
}

/** Which reading of a line is wanted: the best one, or PP-OCR's own. */
export type Reading = (line: Line) => readonly Word[];
export const bestReading: Reading = (line) => line.words;
export const paddleReading: Reading = (line) => line.paddle.words;

/** Where each word of a line stands in the line's text. */
function spansOf(words: readonly Word[]): { start: number; end: number; word: Word }[] {
  let at = 0;
  return words.map((word, i) => {
    const start = at + (i === 0 || word.glued ? 0 : 1);
    at = start + word.text.length;
    return { start, end: at, word };
  });
}

/** Joins lines to one text; words and links that a block breaks over two lines are whole again. */
export function seenText(blocks: readonly Block[], reading: Reading = bestReading): SeenText {
  const lines = blocks.flatMap((block) =>
    [...block.quoted, ...block.lines].map((line, i, all) => ({ line, isLast: i === all.length - 1 })),
  );
  const read = lines.map(({ line }) => reading(line));
  const texts = read.map(textOf);
  const joined = joinLines(lines.map(({ line }, i) => ({ text: texts[i] ?? '', box: placeOf(line) })));
  return {
    text: joined.text,
    locate({ start, end }) {
      const touched = joined
        .place(start, end)
        .flatMap((place) =>
          spansOf(read[place.line] ?? []).filter((w) => w.start < place.end && place.start < w.end),
        );
      if (touched.length === 0) return { box: { x: 0, y: 0, width: 0, height: 0 }, confidence: 0 };
      const confidence = Math.max(0, Math.min(100, ...touched.map(({ word }) => word.confidence)));
      return { box: boxAroundAll(touched.map(({ word }) => word.box)), confidence };
    },
    mayBeCut({ kind, end }) {
      if (kind !== 'url' && kind !== 'domain') return false;
      const last = joined.place(end - 1, end)[0];
      if (last === undefined || lines[last.line]?.isLast !== false) return false;
      return last.end === texts[last.line]?.length;
    },
  };
}

/** The text for people: blocks apart, lines as they stand. */
export function plainText(blocks: readonly Block[]): string {
  return blocks
    .map((block) => [...block.quoted, ...block.lines].map((line) => line.text).join('\n'))
    .join('\n\n');
}
