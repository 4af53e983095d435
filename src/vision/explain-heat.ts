import { blankRaster, type Colour, palette, paste, type Raster, resizeRaster } from '../media/index.ts';
import { OCCLUSION_GRID } from './explain-occlusion.ts';

/** Pixels of a side of each half of the evidence. */
const SIDE = 448;
const GAP = 8;
const STRONGEST = 0.75;

/** The crop as it is, and beside it with the patches on whose traces the score rests, the stronger the more blue: skin has no such colour. */
export async function drawHeat(crop: Raster, drops: readonly number[]): Promise<Raster> {
  const shown = await resizeRaster(crop, SIDE, SIDE);
  const sheet = blankRaster(2 * SIDE + GAP, SIDE, [255, 255, 255]);
  paste(sheet, shown, 0, 0);
  paste(sheet, blend(shown, drops, palette.blue), SIDE + GAP, 0);
  return sheet;
}

function blend(shown: Raster, drops: readonly number[], colour: Colour): Raster {
  const most = Math.max(1e-9, ...drops);
  const data = shown.data.slice();
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const weight = STRONGEST * (Math.max(0, between(drops, x, y)) / most);
      const at = (y * SIDE + x) * 3;
      for (let c = 0; c < 3; c++)
        data[at + c] = (data[at + c] ?? 0) * (1 - weight) + (colour[c] ?? 0) * weight;
    }
  return { ...shown, data };
}

/** From the middle of one patch to that of the next. */
function between(drops: readonly number[], x: number, y: number): number {
  const place = (v: number) =>
    Math.min(OCCLUSION_GRID - 1, Math.max(0, ((v + 0.5) / SIDE) * OCCLUSION_GRID - 0.5));
  const [u, v] = [place(x), place(y)];
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [right, bottom] = [Math.min(OCCLUSION_GRID - 1, left + 1), Math.min(OCCLUSION_GRID - 1, top + 1)];
  const at = (column: number, row: number) => drops[row * OCCLUSION_GRID + column] ?? 0;
  const across = (row: number) => at(left, row) * (1 - (u - left)) + at(right, row) * (u - left);
  return across(top) * (1 - (v - top)) + across(bottom) * (v - top);
}
