import type { Raster } from '../media/index.ts';
import type { Slab } from './slab.ts';

/** More than this many samples a pixel and side are not taken, however much smaller the result is. */
const MOST_SAMPLES = 4;

/**
 * The part of a picture under a slab, turned level, unbent and scaled to `width` by `height`. Bilinear; where it gets smaller,
 * each pixel is the mean of several samples. Outside the picture its edge goes on.
 */
export function straighten(source: Raster, slab: Slab, width: number, height: number): Raster {
  const stepX = slab.width / width;
  const stepY = slab.height / height;
  const samples = Math.min(MOST_SAMPLES, Math.max(1, Math.round(Math.max(stepX, stepY))));
  const cos = Math.cos(slab.angle);
  const sin = Math.sin(slab.angle);
  const bend = slab.bend ?? 0;
  const data = new Uint8Array(width * height * 3);
  const sum = new Float64Array(3);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      sum.fill(0);
      for (let i = 0; i < samples * samples; i++) {
        const u = (column + ((i % samples) + 0.5) / samples) * stepX - slab.width / 2;
        const v = (row + (Math.floor(i / samples) + 0.5) / samples) * stepY - slab.height / 2 + bend * u * u;
        addSample(source, slab.centreX + u * cos - v * sin, slab.centreY + u * sin + v * cos, sum);
      }
      const at = (row * width + column) * 3;
      for (let c = 0; c < 3; c++) data[at + c] = Math.round((sum[c] ?? 0) / (samples * samples));
    }
  return { width, height, data };
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));

/** Adds the bilinear sample at (x, y), where pixel centres lie at halves. */
function addSample({ width, height, data }: Raster, x: number, y: number, sum: Float64Array): void {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const fx = x - 0.5 - left;
  const fy = y - 0.5 - top;
  const x0 = clamp(left, width - 1);
  const x1 = clamp(left + 1, width - 1);
  const y0 = clamp(top, height - 1) * width;
  const y1 = clamp(top + 1, height - 1) * width;
  for (let c = 0; c < 3; c++) {
    const upper = (data[(y0 + x0) * 3 + c] ?? 0) * (1 - fx) + (data[(y0 + x1) * 3 + c] ?? 0) * fx;
    const lower = (data[(y1 + x0) * 3 + c] ?? 0) * (1 - fx) + (data[(y1 + x1) * 3 + c] ?? 0) * fx;
    sum[c] = (sum[c] ?? 0) + upper * (1 - fy) + lower * fy;
  }
}
