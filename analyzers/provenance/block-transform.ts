import type { Raster } from '../../src/media/index.ts';

/** Luma as JPEG computes it (JFIF: BT.601, full range), minus 128, not rounded. */
export function lumaOf({ width, height, data }: Raster): Float32Array {
  const luma = new Float32Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3)
    luma[i] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]! - 128;
  return luma;
}

const basis = Float64Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

/**
 * Coefficients of some frequencies (`v * 8 + u`, row by row) in all whole 8 by 8 blocks from the upper left corner: for
 * each frequency one list. DCT as in ITU-T T.81 A.3.3.
 */
export function coefficientsOf(
  luma: Float32Array,
  width: number,
  height: number,
  frequencies: readonly number[],
): Float32Array[] {
  const [columns, rows] = [width >> 3, height >> 3];
  const lists = frequencies.map(() => new Float32Array(columns * rows));
  const half = new Float64Array(64);
  for (let by = 0; by < rows; by++)
    for (let bx = 0; bx < columns; bx++) {
      const start = by * 8 * width + bx * 8;
      transformRows(luma, start, width, half);
      frequencies.forEach((frequency, i) => {
        const [v, u] = [frequency >> 3, frequency & 7];
        let sum = 0;
        for (let y = 0; y < 8; y++) sum += half[y * 8 + u]! * basis[v * 8 + y]!;
        lists[i]![by * columns + bx] = sum;
      });
    }
  return lists;
}

function transformRows(luma: Float32Array, start: number, width: number, half: Float64Array): void {
  for (let y = 0; y < 8; y++) {
    const row = start + y * width;
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += luma[row + x]! * basis[u * 8 + x]!;
      half[y * 8 + u] = sum;
    }
  }
}
