import { type Box, crop, type Raster, resizeRaster, toGrey } from '../media/index.ts';

/** Sizes at which detail is compared, pixels of the face: what is lost by blur or enlargement is missing from the larger. */
const FINE = 96;
const COARSE = 48;
/** Size at which flat areas are looked for. */
const FLAT = 128;

/** What the skin of a face looks like from near, without regard to how large it is in the picture. */
export interface Texture {
  /** Strength of fine detail relative to coarse detail. Low: out of focus, or enlarged from few pixels. */
  readonly detail: number;
  /** Typical change between neighbours relative to the strongest ones. Low: even areas between lines, as in a drawing. */
  readonly unevenness: number;
}

/** Measures the inside of a box that lies within the picture. */
export async function measureTexture(raster: Raster, box: Box): Promise<Texture> {
  const face = crop(raster, box);
  const [fine, coarse, flat] = await Promise.all(
    [FINE, COARSE, FLAT].map(async (side) => laplacianOf(await resizeRaster(face, side, side))),
  );
  if (fine === undefined || coarse === undefined || flat === undefined) return { detail: 0, unevenness: 0 };
  const middle = flat.map(Math.abs).sort()[flat.length >> 1] ?? 0;
  return {
    // The constants keep pictures of one colour from dividing nothing by nothing.
    detail: meanSquare(fine) / (meanSquare(coarse) + 4),
    unevenness: (middle + 0.5) / (Math.sqrt(meanSquare(flat)) + 1),
  };
}

/** Four times each inner pixel's luma less its four neighbours'. */
function laplacianOf(raster: Raster): Float32Array {
  const { width, height } = raster;
  const grey = toGrey(raster);
  const values = new Float32Array((width - 2) * (height - 2));
  let to = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const around =
        (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - width] ?? 0) + (grey[at + width] ?? 0);
      values[to++] = 4 * (grey[at] ?? 0) - around;
    }
  return values;
}

function meanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / Math.max(1, values.length);
}
