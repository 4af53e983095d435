import type { Raster } from '../media/index.ts';

/** A turned square in a picture, in its pixels. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** Radians by which the square's own horizontal is turned, clockwise as seen. */
  readonly roll: number;
}

/** Samples of a side that are averaged for one pixel when a large square is made small. */
const MAX_AVERAGED = 3;

/**
 * The square as `size` by `size` pixels of RGB, 0 to 1, written into `target` from `offset`. Pixels outside the picture are
 * black. Each pixel is the mean of a grid of samples, so that detail finer than a pixel does not flicker.
 */
export function sampleSquare(
  { width, height, data }: Raster,
  square: Square,
  size: number,
  target: Float32Array,
  offset: number,
): void {
  const step = square.side / size;
  const fine = Math.max(1, Math.min(MAX_AVERAGED, Math.round(step)));
  const [cos, sin] = [Math.cos(square.roll), Math.sin(square.roll)];
  const scale = 1 / (255 * fine * fine);
  const grid = size * fine;
  for (let row = 0; row < grid; row++) {
    const v = ((row + 0.5) / fine) * step - square.side / 2;
    for (let column = 0; column < grid; column++) {
      const u = ((column + 0.5) / fine) * step - square.side / 2;
      const x = Math.floor(square.x + u * cos - v * sin);
      const y = Math.floor(square.y + u * sin + v * cos);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const from = (y * width + x) * 3;
      const to = offset + (((row / fine) | 0) * size + ((column / fine) | 0)) * 3;
      target[to] = (target[to] ?? 0) + (data[from] ?? 0) * scale;
      target[to + 1] = (target[to + 1] ?? 0) + (data[from + 1] ?? 0) * scale;
      target[to + 2] = (target[to + 2] ?? 0) + (data[from + 2] ?? 0) * scale;
    }
  }
}
