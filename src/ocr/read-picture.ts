import { crop, invert, type Raster, toGrey } from '../media/index.ts';
import type { Reader } from './open-reader.ts';
import type { Line } from './page.ts';

/** Rows of one tile, and rows that two neighbours share: no line of text is taller. */
const TILE_ROWS = 2000;
const SHARED_ROWS = 160;
/** A capture longer than this many tiles is read up to there. */
const MAX_TILES = 40;
/** Median luma below which a tile counts as a dark theme. */
const DARK = 110;

export interface PictureText {
  readonly lines: readonly Line[];
  /** Rows from the top that were read. */
  readonly rows: number;
}

interface Tile {
  readonly top: number;
  readonly rows: number;
  /** Lines whose middle lies in these rows are this tile's; its neighbours have the others whole. */
  readonly from: number;
  readonly to: number;
}

/** Splits `rows` rows into overlapping tiles. */
export function tilesOf(rows: number): Tile[] {
  const step = TILE_ROWS - SHARED_ROWS;
  const count = Math.min(MAX_TILES, Math.max(1, Math.ceil((rows - SHARED_ROWS) / step)));
  return Array.from({ length: count }, (_, i) => {
    const top = i * step;
    const bottom = Math.min(rows, top + TILE_ROWS);
    const from = i === 0 ? 0 : top + SHARED_ROWS / 2;
    return { top, rows: bottom - top, from, to: i === count - 1 ? bottom : bottom - SHARED_ROWS / 2 };
  });
}

function isDark(raster: Raster): boolean {
  const histogram = new Uint32Array(256);
  const grey = toGrey(raster);
  for (const v of grey) histogram[v] = (histogram[v] ?? 0) + 1;
  let below = 0;
  for (let v = 0; v < DARK; v++) below += histogram[v] ?? 0;
  return below * 2 > grey.length;
}

/** How much was read and how surely: confident letters. */
const yieldOf = (lines: readonly Line[]): number =>
  lines.flatMap((l) => l.words).reduce((sum, w) => sum + w.text.length * Math.max(0, w.confidence - 50), 0);

async function readTile(raster: Raster, reader: Reader): Promise<Line[]> {
  const plain = await reader.readLines(raster);
  if (!isDark(raster)) return plain;
  const inverted = await reader.readLines(invert(raster));
  return yieldOf(inverted) > yieldOf(plain) ? inverted : plain;
}

const shift = <T extends { readonly box: Line['box'] }>(item: T, rows: number): T => ({
  ...item,
  box: { ...item.box, y: item.box.y + rows },
});

/** Reads a picture of any height; dark themes also inverted, whichever gives more. `onTile` hears 0–1 after each tile. */
export async function readPicture(
  raster: Raster,
  reader: Reader,
  onTile: (fraction: number) => void,
): Promise<PictureText> {
  const tiles = tilesOf(raster.height);
  const lines: Line[] = [];
  for (const [i, { top, rows, from, to }] of tiles.entries()) {
    const tile = crop(raster, { x: 0, y: top, width: raster.width, height: rows });
    for (const line of await readTile(tile, reader)) {
      const middle = top + line.box.y + line.box.height / 2;
      if (middle < from || middle >= to) continue;
      lines.push({ ...shift(line, top), words: line.words.map((w) => shift(w, top)) });
    }
    onTile((i + 1) / tiles.length);
  }
  const last = tiles.at(-1);
  return { lines, rows: last === undefined ? 0 : last.top + last.rows };
}
