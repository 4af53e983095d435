import { type Box, type Raster, toGrey } from '../../src/media/index.ts';

/** A part of the picture that shows something other than text. */
export interface Region {
  readonly box: Box;
  readonly kind: 'chart or picture' | 'logo or portrait';
}

const COLUMNS = 40;
/** Standard deviation of luma in a cell from which it shows something. */
const BUSY = 10;
const LEAST_CELLS = 6;
const MOST_REGIONS = 6;
/** Wider than this part of the picture it is no logo. */
const WIDE = 0.45;

function deviation(grey: Uint8Array, width: number, left: number, top: number, side: number): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = top; y < top + side; y += 2)
    for (let x = left; x < left + side; x += 2) {
      const value = grey[y * width + x] ?? 0;
      sum += value;
      squares += value * value;
      count += 1;
    }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Charts, logos, portraits: what is neither text (`texts`) nor even ground, the largest first. */
export function findRegions(raster: Raster, texts: readonly Box[]): Region[] {
  const side = Math.max(4, Math.floor(raster.width / COLUMNS));
  const columns = Math.floor(raster.width / side);
  const rows = Math.floor(raster.height / side);
  const grey = toGrey(raster);
  const busy = new Uint8Array(columns * rows);
  for (let i = 0; i < busy.length; i++)
    if (deviation(grey, raster.width, (i % columns) * side, Math.floor(i / columns) * side, side) > BUSY)
      busy[i] = 1;
  for (const text of texts) clear(busy, columns, rows, text, side);
  return collect(busy, columns, rows)
    .filter(({ cells, box }) => cells >= LEAST_CELLS && cells * 4 > box.width * box.height)
    .sort((a, b) => b.cells - a.cells)
    .slice(0, MOST_REGIONS)
    .map(({ box }) => ({
      box: { x: box.x * side, y: box.y * side, width: box.width * side, height: box.height * side },
      kind: box.width > WIDE * columns ? 'chart or picture' : 'logo or portrait',
    }));
}

function clear(busy: Uint8Array, columns: number, rows: number, text: Box, side: number): void {
  const cellBox = {
    x: text.x / side,
    y: text.y / side,
    width: text.width / side,
    height: text.height / side,
  };
  for (let y = Math.max(0, Math.floor(cellBox.y)); y < Math.min(rows, cellBox.y + cellBox.height); y++)
    for (let x = Math.max(0, Math.floor(cellBox.x)); x < Math.min(columns, cellBox.x + cellBox.width); x++)
      if (touches({ x, y, width: 1, height: 1 }, cellBox)) busy[y * columns + x] = 0;
}

/** Connected cells (4 neighbours), boxes in cells. */
function collect(busy: Uint8Array, columns: number, rows: number): { cells: number; box: Box }[] {
  const found: { cells: number; box: Box }[] = [];
  for (let start = 0; start < busy.length; start++) {
    if (busy[start] !== 1) continue;
    const stack = [start];
    busy[start] = 2;
    let [cells, left, right, top, bottom] = [0, columns, 0, rows, 0];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      cells += 1;
      [left, right, top, bottom] = [
        Math.min(left, x),
        Math.max(right, x),
        Math.min(top, y),
        Math.max(bottom, y),
      ];
      const next = [x > 0 ? at - 1 : -1, x + 1 < columns ? at + 1 : -1, at - columns, at + columns];
      for (const n of next)
        if (busy[n] === 1) {
          busy[n] = 2;
          stack.push(n);
        }
    }
    found.push({ cells, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } });
  }
  return found;
}
