import { hammingDistance, perceptualHash } from '../../src/fingerprints/index.ts';
import { crop, type Raster, resizeRaster, toGrey } from '../../src/media/index.ts';

/** How unlike the embedded thumbnail is to the picture. */
export interface ThumbnailCompared {
  /** Bits of 64 in which their perceptual hashes differ, at the best of four rotations. */
  readonly distance: number;
}

const SIDE = 32;
/** Darker rows and columns at the edge are the bars that cameras fill up with. */
const BAR = 24;

/** Compares as people would: without black bars, in the shape of the picture, rotated if need be. */
export async function compareThumbnail(picture: Raster, thumbnail: Raster): Promise<ThumbnailCompared> {
  const own = perceptualHash(await shrink(picture));
  let turned = await shrink(withoutBars(thumbnail));
  let distance = 64;
  for (let turn = 0; turn < 4; turn++) {
    distance = Math.min(distance, hammingDistance(own, perceptualHash(turned)));
    turned = quarterTurn(turned);
  }
  return { distance };
}

async function shrink(raster: Raster): Promise<Uint8Array> {
  return toGrey(await resizeRaster(raster, SIDE, SIDE));
}

function withoutBars(raster: Raster): Raster {
  const grey = toGrey(raster);
  const { width, height } = raster;
  const dark = (count: number, at: (i: number) => number): boolean => {
    for (let i = 0; i < count; i++) if (grey[at(i)]! > BAR) return false;
    return true;
  };
  const darkRow = (y: number): boolean => dark(width, (x) => y * width + x);
  const darkColumn = (x: number): boolean => dark(height, (y) => y * width + x);
  let [top, bottom, left, right] = [0, height, 0, width];
  while (top < height / 4 && darkRow(top)) top++;
  while (bottom > (height * 3) / 4 && darkRow(bottom - 1)) bottom--;
  while (left < width / 4 && darkColumn(left)) left++;
  while (right > (width * 3) / 4 && darkColumn(right - 1)) right--;
  return crop(raster, { x: left, y: top, width: right - left, height: bottom - top });
}

function quarterTurn(grey: Uint8Array): Uint8Array {
  const turned = new Uint8Array(grey.length);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) turned[x * SIDE + (SIDE - 1 - y)] = grey[y * SIDE + x]!;
  return turned;
}
