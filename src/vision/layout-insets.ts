import type { Box } from '../media/index.ts';
import { levelShare, type SteadyEdges } from './layout-edges.ts';

/** Sides of a small picture inside a large one, as part of the large one's. */
const SMALLEST = 0.1;
const LARGEST = 0.5;
/** Share of the upper and lower side that must be edge, and holes in the upright ones (pixels) that are bridged. */
const LINE = 0.6;
const HOLE = 4;
/** How far the ends of two sides of one rectangle may differ: rounded corners. */
const CORNER = 8;
const MOST_LINES = 400;

interface Line {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** Rectangles of steady edges inside a tile: the small view of oneself in a call, a presenter in a corner. */
export function findInsets(edges: SteadyEdges, tiles: readonly Box[]): Box[] {
  return tiles.flatMap((tile) => insetsOf(edges, tile)).slice(0, 8);
}

function insetsOf(edges: SteadyEdges, tile: Box): Box[] {
  const found: Box[] = [];
  const lines = uprightLines(edges, tile);
  lines.forEach((left, i) => {
    for (const right of lines.slice(i + 1)) {
      const width = right.x - left.x;
      if (width < tile.width * SMALLEST || width > tile.width * LARGEST) continue;
      if (Math.abs(left.top - right.top) > CORNER || Math.abs(left.bottom - right.bottom) > CORNER) continue;
      const top = Math.min(left.top, right.top);
      const bottom = Math.max(left.bottom, right.bottom);
      if (!hasLevel(edges, top, left.x, right.x) || !hasLevel(edges, bottom, left.x, right.x)) continue;
      const box = { x: left.x, y: top, width, height: bottom - top };
      if (found.every((other) => !meets(other, box))) found.push(box);
    }
  });
  return found;
}

function hasLevel(edges: SteadyEdges, y: number, left: number, right: number): boolean {
  for (let at = Math.max(0, y - HOLE); at <= Math.min(edges.height - 1, y + HOLE); at++)
    if (levelShare(edges, at, left, right) >= LINE) return true;
  return false;
}

/** Upright lines of some length inside the tile, from left to right. */
function uprightLines(edges: SteadyEdges, { x, y, width, height }: Box): Line[] {
  const lines: Line[] = [];
  for (let column = x + 1; column < x + width - 1 && lines.length < MOST_LINES; column++) {
    let top = -1;
    let last = -1;
    const finish = (): void => {
      const long = last - top;
      if (top >= 0 && long >= height * SMALLEST && long <= height * LARGEST)
        lines.push({ x: column, top, bottom: last });
      top = -1;
    };
    for (let row = y; row < y + height; row++) {
      if (edges.upright[row * edges.width + column] !== 1) continue;
      if (top >= 0 && row - last > HOLE) finish();
      if (top < 0) top = row;
      last = row;
    }
    finish();
  }
  return lines;
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
