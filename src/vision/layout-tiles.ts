import type { Box } from '../media/index.ts';
import { type GreyFrame, levelShare, type SteadyEdges, steadyEdges, uprightShare } from './layout-edges.ts';
import { findInsets } from './layout-insets.ts';

/** Share of a line that must be edge to divide what lies on its sides. */
const LINE = 0.7;
/** Smallest side of a tile, as part of the picture's. */
const SMALLEST = 0.12;
/** Edges this close (pixels) belong to one border. */
const CLOSE = 6;
const DEPTH = 4;
const MOST = 49;
/** Grey levels by which the content of a tile must vary: less is a bar or an empty place. */
const CONTENT = 6;

/**
 * The parts into which steady straight borders divide a film, in pixels of the frames given: tiles of a recorded call,
 * halves of a split screen, and small pictures inside a large one (after the tiles). One part: the film is not divided.
 */
export function findTiles(frames: readonly GreyFrame[]): Box[] {
  const [first] = frames;
  if (first === undefined) return [];
  const edges = steadyEdges(frames);
  const all = { x: 0, y: 0, width: first.width, height: first.height };
  const tiles = divide(all, edges, 0).filter((tile) => contentOf(tile, first) >= CONTENT);
  return [...tiles, ...findInsets(edges, tiles)].slice(0, MOST);
}

/** Cuts at every border that runs through the whole part, then what is left likewise. */
function divide(part: Box, edges: SteadyEdges, depth: number): Box[] {
  if (depth >= DEPTH) return [part];
  const { x, y, width, height } = part;
  const columns = spans(
    x,
    width,
    edges.width * SMALLEST,
    (at) => uprightShare(edges, at, y, y + height) >= LINE,
  );
  if (columns.length > 1 || (columns[0] && columns[0].size < width - CLOSE))
    return columns.flatMap(({ from, size }) => divide({ ...part, x: from, width: size }, edges, depth + 1));
  const rows = spans(y, height, edges.height * SMALLEST, (at) => levelShare(edges, at, x, x + width) >= LINE);
  if (rows.length > 1 || (rows[0] && rows[0].size < height - CLOSE))
    return rows.flatMap(({ from, size }) => divide({ ...part, y: from, height: size }, edges, depth + 1));
  return [part];
}

/** What lies between borders and is at least `smallest` long. */
function spans(
  from: number,
  size: number,
  smallest: number,
  isBorder: (at: number) => boolean,
): { from: number; size: number }[] {
  const kept: { from: number; size: number }[] = [];
  let start = from;
  for (let at = from + 1; at < from + size; at++) {
    if (!isBorder(at)) continue;
    if (at - start >= smallest) kept.push({ from: start, size: at - start });
    start = at + 1;
  }
  if (from + size - start >= smallest) kept.push({ from: start, size: from + size - start });
  return kept;
}

/** Standard deviation of the grey levels in a part. */
function contentOf({ x, y, width, height }: Box, frame: GreyFrame): number {
  let [sum, squares] = [0, 0];
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) {
      const value = frame.data[row * frame.width + column] ?? 0;
      sum += value;
      squares += value * value;
    }
  const count = Math.max(1, width * height);
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}
