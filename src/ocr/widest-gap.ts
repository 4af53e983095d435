import type { Letter } from './paddle/decode-ctc.ts';
import type { Slab } from './slab.ts';

/** What a line's rectangle has before its first letter and behind its last, in heights. */
const EDGE = 0.35;

/**
 * The widest part of a line, in its heights, in which no letter was read. PP-OCR skips what it does not know without
 * being less sure of the rest: a wide gap is a space between columns or writing of another script.
 */
export function widestGap(letters: readonly Letter[], slab: Slab): number {
  const long = slab.width / Math.max(1, slab.height);
  let widest = 0;
  let before = EDGE;
  for (const { at } of letters) {
    widest = Math.max(widest, at * long - before);
    before = at * long;
  }
  return Math.max(widest, long - EDGE - before);
}
