import { type Raster, toGrey } from '../media/index.ts';
import type { Slab } from './slab.ts';
import { straighten } from './straighten.ts';
import type { GreyPicture } from './tesseract/open-tesseract.ts';

/** Tesseract's networks were trained at about this height of a line; its words want a margin around them. */
const HEIGHT = 56;
export const MARGIN = 10;
const MOST_WIDTH = 3000;

/** Light writing on dark is told by its edge: the background is what the rim of a line shows. */
function isDark({ width, height, data }: GreyPicture): boolean {
  let rim = 0;
  for (let x = 0; x < width; x++) rim += (data[x] ?? 0) + (data[(height - 1) * width + x] ?? 0);
  let all = 0;
  for (const value of data) all += value;
  return rim / (2 * width) < all / data.length;
}

/** One line for Tesseract: level, 56 pixels high, dark on light, with a margin. `scale`: its pixels per source pixel. */
export function cropLine(raster: Raster, slab: Slab): GreyPicture & { readonly scale: number } {
  const scale = HEIGHT / Math.max(1, slab.height);
  const width = Math.max(8, Math.min(MOST_WIDTH, Math.round(slab.width * scale)));
  const level = straighten(raster, slab, width, HEIGHT);
  const grey = { width, height: HEIGHT, data: toGrey(level) };
  return { ...withMargin(grey, isDark(grey)), scale: width / slab.width };
}

function withMargin({ width, height, data }: GreyPicture, invert: boolean): GreyPicture {
  const wide = width + 2 * MARGIN;
  const high = height + 2 * MARGIN;
  const out = new Uint8Array(wide * high);
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) {
      const fromX = Math.min(width - 1, Math.max(0, x - MARGIN));
      const fromY = Math.min(height - 1, Math.max(0, y - MARGIN));
      const value = data[fromY * width + fromX] ?? 0;
      out[y * wide + x] = invert ? 255 - value : value;
    }
  return { width: wide, height: high, data: out };
}
