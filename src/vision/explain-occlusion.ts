import { type Raster, resizeRaster } from '../media/index.ts';

/** Patches across and down. */
export const OCCLUSION_GRID = 7;
/** A copy of this many pixels a side, enlarged again, has no trace left. */
const BLURRED = 14;

/** How much the score falls when a patch of the crop is blurred; row by row. Negative: it rises. */
export async function occlude(
  crop: Raster,
  score: number,
  scoreCrops: (crops: readonly Raster[]) => Promise<readonly number[]>,
): Promise<number[]> {
  const small = await resizeRaster(crop, BLURRED, BLURRED, 'linear');
  const blurred = await resizeRaster(small, crop.width, crop.height, 'cubic');
  const patches = Array.from({ length: OCCLUSION_GRID ** 2 }, (_, i) => withPatch(crop, blurred, i));
  return (await scoreCrops(patches)).map((changed) => score - changed);
}

function withPatch(crop: Raster, blurred: Raster, patch: number): Raster {
  const data = crop.data.slice();
  const edge = (i: number, side: number) => Math.round((i * side) / OCCLUSION_GRID);
  const [column, row] = [patch % OCCLUSION_GRID, Math.floor(patch / OCCLUSION_GRID)];
  const [left, right] = [edge(column, crop.width), edge(column + 1, crop.width)];
  for (let y = edge(row, crop.height); y < edge(row + 1, crop.height); y++) {
    const from = (y * crop.width + left) * 3;
    data.set(blurred.data.subarray(from, (y * crop.width + right) * 3), from);
  }
  return { ...crop, data };
}
