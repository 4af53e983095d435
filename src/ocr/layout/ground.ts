import type { Box, Colour, Raster } from '../../media/index.ts';

const SAMPLES = 48;

/** The colour behind a line: the most common of the pixels along its upper and lower edge, to within 8 steps a channel. */
export function groundOf(raster: Raster, { x, y, width, height }: Box): Colour {
  const counts = new Map<number, { count: number; sum: [number, number, number] }>();
  for (let i = 0; i < SAMPLES; i++) {
    const column = Math.round(x + ((i + 0.5) / SAMPLES) * width);
    for (const row of [y + 0.04 * height, y + 0.96 * height]) {
      const [r, g, b] = pixel(raster, column, Math.round(row));
      const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
      const bin = counts.get(key) ?? { count: 0, sum: [0, 0, 0] };
      bin.count += 1;
      bin.sum = [bin.sum[0] + r, bin.sum[1] + g, bin.sum[2] + b];
      counts.set(key, bin);
    }
  }
  const most = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  if (most === undefined) return [255, 255, 255];
  const mean = (channel: 0 | 1 | 2): number => Math.round(most.sum[channel] / most.count);
  return [mean(0), mean(1), mean(2)];
}

function pixel({ width, height, data }: Raster, x: number, y: number): [number, number, number] {
  const column = Math.min(width - 1, Math.max(0, x));
  const row = Math.min(height - 1, Math.max(0, y));
  const at = (row * width + column) * 3;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

/** Largest difference of a channel. */
export function colourDistance(a: Colour, b: Colour): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}
