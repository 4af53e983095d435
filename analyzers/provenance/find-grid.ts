/** Edges every eight pixels, as JPEG and video leave them. */
export interface BlockGrid {
  /** Offset of the grid from the picture’s corner, 0–7. */
  readonly x: number;
  readonly y: number;
  /** How far the edges at that offset stand out against those at the other seven; the weaker of the two directions. */
  readonly score: number;
}

const MIN_SIDE = 128;

/**
 * Looks where steps between neighbouring pixels are larger than those around them, and whether that repeats every eight
 * pixels. Undefined: the picture is too small.
 */
export function findGrid(luma: Float32Array, width: number, height: number): BlockGrid | undefined {
  if (Math.min(width, height) < MIN_SIDE) return undefined;
  const across = standOut(stepsAt(luma, width, height, 1, width));
  const down = standOut(stepsAt(luma, width, height, width, height));
  return { x: across.offset, y: down.offset, score: Math.min(across.score, down.score) };
}

/** Mean of how far the step over an edge exceeds those beside it, by offset of the edge. */
function stepsAt(luma: Float32Array, width: number, height: number, next: number, length: number): number[] {
  const sums = new Float64Array(8);
  const counts = new Float64Array(8);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const along = next === 1 ? x : y;
      if (along < 2 || along + 1 >= length) continue;
      const i = y * width + x;
      const over = Math.abs(luma[i]! - luma[i - next]!);
      const before = Math.abs(luma[i - next]! - luma[i - 2 * next]!);
      const after = Math.abs(luma[i + next]! - luma[i]!);
      // Strong edges belong to the picture, and would drown the grid.
      if (over + before + after > 60) continue;
      sums[along & 7] = sums[along & 7]! + over - (before + after) / 2;
      counts[along & 7] = counts[along & 7]! + 1;
    }
  return Array.from(sums, (sum, i) => (counts[i]! > 0 ? sum / counts[i]! : 0));
}

/** The offset with the largest step, in units of the spread of the other seven. */
function standOut(means: readonly number[]): { offset: number; score: number } {
  const offset = means.indexOf(Math.max(...means));
  const others = means.filter((_, i) => i !== offset);
  const middle = others.reduce((sum, value) => sum + value, 0) / others.length;
  const spread = Math.sqrt(others.reduce((sum, value) => sum + (value - middle) ** 2, 0) / others.length);
  return { offset, score: (means[offset]! - middle) / (spread + 0.005) };
}
