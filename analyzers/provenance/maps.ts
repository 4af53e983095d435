import { blankRaster, type Raster, recompressJpeg } from '../../src/media/index.ts';
import { lumaOf } from './block-transform.ts';

/** One more compression at this quality; the usual choice for error level maps. */
export const ERROR_LEVEL_QUALITY = 90;
const CELL = 8;

/** What one more JPEG compression changes, cell by cell of 8 by 8 pixels: dark where little, bright where much. */
export async function errorLevelMap(raster: Raster): Promise<Raster> {
  const again = await recompressJpeg(raster, ERROR_LEVEL_QUALITY);
  return drawCells(raster, (at) => {
    let difference = 0;
    for (let channel = 0; channel < 3; channel++)
      difference = Math.max(
        difference,
        Math.abs(raster.data[at * 3 + channel]! - again.data[at * 3 + channel]!),
      );
    return difference;
  });
}

/** How strong the finest grain of the brightness is, cell by cell: what remains when the mean of the neighbours is taken off. */
export function noiseMap(raster: Raster): Raster {
  const { width, height } = raster;
  const luma = lumaOf(raster);
  return drawCells(raster, (at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return 0;
    const around = luma[at - 1]! + luma[at + 1]! + luma[at - width]! + luma[at + width]!;
    return Math.abs(luma[at]! - around / 4);
  });
}

/** Means of cells, stretched so that the brightest percent is white, one pixel a cell and then enlarged. */
function drawCells({ width, height }: Raster, valueAt: (pixel: number) => number): Raster {
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const cell = (y >> 3) * columns + (x >> 3);
      sums[cell] = sums[cell]! + valueAt(y * width + x);
      counts[cell] = counts[cell]! + 1;
    }
  const means = sums.map((sum, i) => sum / counts[i]!);
  const top = [...means].sort((a, b) => a - b)[Math.floor(means.length * 0.99)] || 1;
  const scale = Math.max(1, Math.min(4, Math.floor(1024 / Math.max(columns, rows))));
  const drawn = blankRaster(columns * scale, rows * scale, [0, 0, 0]);
  for (let y = 0; y < rows * scale; y++)
    for (let x = 0; x < columns * scale; x++) {
      const mean = means[Math.floor(y / scale) * columns + Math.floor(x / scale)]!;
      drawn.data.fill(
        Math.min(255, Math.round((mean / top) * 255)),
        (y * columns * scale + x) * 3,
        (y * columns * scale + x) * 3 + 3,
      );
    }
  return drawn;
}
