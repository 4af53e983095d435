import type { Model } from '../contract/index.ts';
import { crop, type Raster } from '../media/index.ts';
import { detectLines, type FoundLine } from './paddle/detect-lines.ts';
import { boxAround } from './slab.ts';
import { tilesOf } from './tiles.ts';

/** Longer side at which the detector sees a tile; larger was worse. */
const SIDE = 960;
/** Lines of two tiles that share this much of the smaller are the same line. */
const SAME = 0.5;

const shift = (line: FoundLine, rows: number): FoundLine => ({
  ...line,
  slab: { ...line.slab, centreY: line.slab.centreY + rows },
});

/** How much of the smaller box the two share. */
function shared(a: FoundLine, b: FoundLine): number {
  const [p, q] = [boxAround(a.slab), boxAround(b.slab)];
  const w = Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x);
  const h = Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y);
  return w <= 0 || h <= 0 ? 0 : (w * h) / Math.min(p.width * p.height, q.width * q.height);
}

export interface FoundLines {
  readonly lines: readonly FoundLine[];
  /** Rows from the top that were looked at. */
  readonly rows: number;
}

/**
 * Lines of a picture of any height. In a seam each line is taken from the tile that has its middle; one that both claim,
 * because they place it differently by a pixel or two, is kept once.
 */
export async function findLines(raster: Raster, model: Model): Promise<FoundLines> {
  const tiles = tilesOf(raster.width, raster.height);
  const kept: FoundLine[] = [];
  for (const { top, rows, from, to } of tiles) {
    const tile =
      rows === raster.height ? raster : crop(raster, { x: 0, y: top, width: raster.width, height: rows });
    const found = (await detectLines(tile, model, SIDE)).map((line) => shift(line, top));
    const before = kept.filter((line) => line.slab.centreY > from - 400);
    for (const line of found) {
      const slack = line.slab.height / 2;
      if (line.slab.centreY < from - slack || line.slab.centreY >= to + slack) continue;
      if (!before.some((other) => shared(line, other) > SAME)) kept.push(line);
    }
  }
  const last = tiles.at(-1);
  return { lines: kept, rows: last === undefined ? 0 : last.top + last.rows };
}
