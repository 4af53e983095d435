import type { Box } from '../media/index.ts';
import type { Slab } from './slab.ts';

/** Shorter lines, in their heights, say little about how the page is turned. */
const LEAST_LONG = 4;
/** A page turned by less stands level enough. */
const LEAST_TURN = 0.008;

/** How far a page is turned, by the angles of its lines: the median, each line weighing as much as it is long. Radians. */
export function turnOf(slabs: readonly Slab[]): number {
  const long = slabs
    .filter(({ width, height }) => width > LEAST_LONG * height)
    .sort((a, b) => a.angle - b.angle);
  const half = long.reduce((sum, { width }) => sum + width, 0) / 2;
  let sum = 0;
  for (const { width, angle } of long) {
    sum += width;
    if (sum >= half) return Math.abs(angle) < LEAST_TURN ? 0 : angle;
  }
  return 0;
}

/** The box of a line as it would stand were the page turned level about the picture's corner. */
export function levelBox({ centreX, centreY, width, height }: Slab, turn: number): Box {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const x = centreX * cos + centreY * sin - width / 2;
  const y = centreY * cos - centreX * sin - height / 2;
  return { x, y, width, height };
}
