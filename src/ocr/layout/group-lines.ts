import type { Box, Colour, Raster } from '../../media/index.ts';
import { type Line, placeOf } from '../page.ts';
import { colourDistance, groundOf } from './ground.ts';
import { rowsOf, runsRightToLeft } from './order-lines.ts';

/** Where a block stands: against an edge of the picture, in its middle, or over its whole width. */
export type Side = 'left' | 'right' | 'centre' | 'wide';

/** Lines that belong together: a message, a paragraph, a cell. */
export interface Block {
  readonly lines: readonly Line[];
  readonly box: Box;
  readonly side: Side;
  /** The colour behind it. */
  readonly ground: Colour;
  /** The time of day that stands with it, as written. */
  readonly time: string | undefined;
  /** Lines at its beginning on another ground: what it answers to. */
  readonly quoted: readonly Line[];
}

const timeOfDay =
  /^(?:\p{L}{0,4}\s?)?([01]?\d|2[0-3])[:：.][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s?[✓√v/\\]{1,3})?$/iu;

/** A time stamp and nothing else, ticks of delivery allowed. */
export const isTime = (text: string): boolean => timeOfDay.test(text.trim());

interface Placed {
  readonly line: Line;
  readonly ground: Colour;
}

/** Heights of a line between two lines of one block, at most. */
const LEADING = 0.75;
const SAME_GROUND = 14;

/** Whether `next` goes on where `line` ends: right below, on the same ground, beginning or ending at the same place. */
function continues(a: Placed, b: Placed): boolean {
  const [above, below] = [placeOf(a.line), placeOf(b.line)];
  const height = Math.min(above.height, below.height);
  const gap = below.y - (above.y + above.height);
  if (gap > LEADING * height || gap < -0.6 * height) return false;
  if (Math.max(above.height, below.height) > 1.7 * height) return false;
  const left = Math.abs(above.x - below.x);
  const right = Math.abs(above.x + above.width - below.x - below.width);
  const centre = Math.abs(above.x + above.width / 2 - below.x - below.width / 2);
  return Math.min(left, right, centre) < 1.2 * height && colourDistance(a.ground, b.ground) <= SAME_GROUND;
}

export function boxAroundAll(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.width));
  const bottom = Math.max(...boxes.map((b) => b.y + b.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Margins of a bubble, as parts of the picture's width: one side is near the edge and the other is not. */
const NEAR = 0.2;

function sideOf({ x, width }: Box, whole: number): Side {
  const left = x / whole;
  const right = 1 - (x + width) / whole;
  if (left < NEAR && right < NEAR && Math.abs(left - right) < 0.06 && width > 0.7 * whole) return 'wide';
  if (Math.abs(left - right) < 0.05) return 'centre';
  if (left < right && left < NEAR) return 'left';
  if (right < left && right < NEAR) return 'right';
  return 'centre';
}

function blockOf(group: readonly Placed[], times: readonly Line[], whole: number): Block {
  const lines = group.map(({ line }) => line);
  const box = boxAroundAll(lines.map((line) => line.box));
  return {
    lines,
    box,
    side: sideOf(box, whole),
    ground: group.at(-1)?.ground ?? [255, 255, 255],
    time: times.find((time) => standsWith(time, box))?.text,
    quoted: [],
  };
}

/** A time stamp at the lower end of a block, in it or beside it. */
function standsWith({ box: time }: Line, { x, y, width, height }: Box): boolean {
  const bottom = y + height;
  const rows = time.y + time.height / 2 > y && time.y < bottom + 1.2 * time.height;
  return rows && time.x + time.width > x - 2.5 * time.width && time.x < x + width + 3 * time.width;
}

/** A block that lies right above another, narrower, and on a ground of its own is what that one quotes. */
function withQuotes(blocks: readonly Block[]): Block[] {
  const out: Block[] = [];
  for (const block of blocks) {
    const above = out.at(-1);
    const height = block.lines[0]?.box.height ?? 0;
    const gap = above === undefined ? Infinity : block.box.y - (above.box.y + above.box.height);
    const tint = above === undefined ? 255 : colourDistance(above.ground, block.ground);
    const isQuote =
      above !== undefined &&
      above.time === undefined &&
      // A poster's lines stand on grounds that change little by little: none of them may be lost.
      above.quoted.length === 0 &&
      above.side === block.side &&
      gap < 1.1 * height &&
      tint > SAME_GROUND / 3 &&
      tint < 60 &&
      Math.abs(above.box.x - block.box.x) < 2 * height;
    if (!isQuote) out.push(block);
    else out.splice(-1, 1, { ...block, quoted: above.lines });
  }
  return out;
}

/** Groups lines into blocks, from the top; time stamps go to the block they stand with. */
export function groupLines(lines: readonly Line[], raster: Raster): Block[] {
  const times = lines.filter((line) => isTime(line.text));
  const placed = rowsOf(
    lines.filter((line) => !isTime(line.text)),
    runsRightToLeft(lines),
  )
    .flat()
    .map((line) => ({ line, ground: groundOf(raster, line.box) }));
  const groups: Placed[][] = [];
  for (const one of placed) {
    // Columns side by side: the group to go on with need not be the last one.
    const open = groups.slice(-6).find((group) => {
      const last = group.at(-1);
      return last !== undefined && continues(last, one);
    });
    if (open === undefined) groups.push([one]);
    else open.push(one);
  }
  return withQuotes(groups.map((group) => blockOf(group, times, raster.width)));
}
