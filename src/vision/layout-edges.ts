/** A small grey picture of one moment; all of one film have the same size. */
export interface GreyFrame {
  readonly width: number;
  readonly height: number;
  /** Rows top to bottom, 0 to 255. */
  readonly data: Uint8Array;
}

/** Where brightness jumps at the same place at nearly all moments. One value for each pixel: 1, there is such an edge. */
export interface SteadyEdges {
  readonly width: number;
  readonly height: number;
  /** Between the pixels left and right of it. */
  readonly upright: Uint8Array;
  /** Between the pixels above and below it. */
  readonly level: Uint8Array;
}

/** Jump in grey levels that counts, and the share of moments that must show it. */
const JUMP = 10;
const MOMENTS = 0.75;

/** Edges that stay where they are. Needs three moments or more: what stands still for one moment only is no border. */
export function steadyEdges(frames: readonly GreyFrame[]): SteadyEdges {
  const { width, height } = frames[0] ?? { width: 0, height: 0 };
  const upright = new Uint16Array(width * height);
  const level = new Uint16Array(width * height);
  for (const { data } of frames)
    for (let y = 1; y + 1 < height; y++)
      for (let x = 1; x + 1 < width; x++) {
        const i = y * width + x;
        if (Math.abs((data[i + 1] ?? 0) - (data[i - 1] ?? 0)) >= JUMP) upright[i] = (upright[i] ?? 0) + 1;
        if (Math.abs((data[i + width] ?? 0) - (data[i - width] ?? 0)) >= JUMP) level[i] = (level[i] ?? 0) + 1;
      }
  const least = frames.length >= 3 ? Math.ceil(frames.length * MOMENTS) : Number.POSITIVE_INFINITY;
  const steady = (counts: Uint16Array): Uint8Array => Uint8Array.from(counts, (n) => (n >= least ? 1 : 0));
  return { width, height, upright: steady(upright), level: steady(level) };
}

/** Part of a line that is edge: the column `x` from `top` up to `bottom`. */
export function uprightShare(edges: SteadyEdges, x: number, top: number, bottom: number): number {
  let count = 0;
  for (let y = top; y < bottom; y++) count += edges.upright[y * edges.width + x] ?? 0;
  return bottom > top ? count / (bottom - top) : 0;
}

/** Part of a line that is edge: the row `y` from `left` up to `right`. */
export function levelShare(edges: SteadyEdges, y: number, left: number, right: number): number {
  let count = 0;
  for (let x = left; x < right; x++) count += edges.level[y * edges.width + x] ?? 0;
  return right > left ? count / (right - left) : 0;
}
