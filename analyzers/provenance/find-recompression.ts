import { coefficientsOf } from './block-transform.ts';

/** Traces of an earlier JPEG compression on the same grid of blocks. */
export interface Recompression {
  /** How far the counts of coefficient values rise and fall regularly, in units of chance. Grows with the picture. */
  readonly score: number;
  /** Amplitude of that wave in the logarithm of the counts: 0.7 halves and doubles them. Does not grow with the picture. */
  readonly amplitude: number;
  /** Blocks that were looked at. */
  readonly blocks: number;
  /** Frequencies that had enough different values. */
  readonly frequencies: number;
}

/** The nine lowest frequencies but the mean, in zigzag order, row by row. */
const FREQUENCIES = [1, 8, 16, 9, 2, 3, 10, 17, 24];
const MIN_BLOCKS = 400;
const MIN_BINS = 8;
const MIN_COUNT = 6;
const MAX_VALUE = 40;
/** Slower waves are the curve of the counts itself. */
const SLOWEST = 0.12;

/**
 * Looks for the comb that a first quantisation leaves in the values of the second (Popescu and Farid 2004): divides the
 * coefficients by the table of the file and looks how regularly the logarithm of their counts rises and falls. Undefined:
 * too few blocks or values, or a table of ones.
 */
export function findRecompression(
  luma: Float32Array,
  width: number,
  height: number,
  table: readonly number[],
): Recompression | undefined {
  const blocks = (width >> 3) * (height >> 3);
  if (blocks < MIN_BLOCKS) return undefined;
  const lists = coefficientsOf(luma, width, height, FREQUENCIES);
  const scores = FREQUENCIES.flatMap((frequency, i) => {
    const score = combOf(countValues(lists[i]!, table[frequency] ?? 1));
    return score === undefined ? [] : [score];
  }).sort((a, b) => b.score - a.score);
  // Of one frequency chance may look like a comb; the third best of nine rarely does.
  const third = scores[2];
  return third && { ...third, blocks, frequencies: scores.length };
}

/** How often each absolute value from 1 occurs. */
function countValues(coefficients: Float32Array, step: number): number[] {
  const counts = new Array<number>(MAX_VALUE).fill(0);
  for (const coefficient of coefficients) {
    const value = Math.abs(Math.round(coefficient / step));
    if (value >= 1 && value <= MAX_VALUE) counts[value - 1] = counts[value - 1]! + 1;
  }
  return counts;
}

/** The strongest wave in what remains of the counts’ logarithm without its trend, in units of chance. */
function combOf(counts: readonly number[]): { score: number; amplitude: number } | undefined {
  const bins = usedBins(counts);
  if (bins < MIN_BINS) return undefined;
  const weights = counts.slice(0, bins).map((count) => Math.sqrt(count + 1));
  const values = counts.slice(0, bins).map((count) => Math.log(count + 1));
  const rest = withoutTrend(values, weights).map((value, i) => value * weights[i]!);
  let best = 0;
  for (let step = 0; step <= 40; step++) {
    const turn = 2 * Math.PI * (SLOWEST + ((0.5 - SLOWEST) * step) / 40);
    let [real, imaginary] = [0, 0];
    rest.forEach((value, k) => {
      real += value * Math.cos(turn * k);
      imaginary += value * Math.sin(turn * k);
    });
    best = Math.max(best, real * real + imaginary * imaginary);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { score: best / bins, amplitude: (2 * Math.sqrt(best)) / total };
}

/** Up to the last bin of a run that still has counts: gaps of a comb lie within it. */
function usedBins(counts: readonly number[]): number {
  let end = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! >= MIN_COUNT) end = i + 1;
    else if (i - end > 6) break;
  }
  return end;
}

/** Weighted least squares of a parabola. */
function withoutTrend(values: readonly number[], weights: readonly number[]): number[] {
  const powers = (i: number): [number, number, number] => [1, Math.log(i + 1), i];
  const matrix = [0, 1, 2].map(() => [0, 0, 0, 0]);
  values.forEach((value, i) => {
    const p = powers(i);
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) matrix[r]![c] = matrix[r]![c]! + weights[i]! ** 2 * p[r]! * p[c]!;
      matrix[r]![3] = matrix[r]![3]! + weights[i]! ** 2 * p[r]! * value;
    }
  });
  const [a, b, c] = solve(matrix);
  return values.map((value, i) => {
    const p = powers(i);
    return value - (a! * p[0] + b! * p[1] + c! * p[2]);
  });
}

/** Gauss with pivoting, three unknowns; zeros where the system has no single answer. */
function solve(matrix: number[][]): number[] {
  for (let column = 0; column < 3; column++) {
    const rest = matrix.slice(column);
    const pivot =
      column +
      rest.findIndex((row) => Math.abs(row[column]!) === Math.max(...rest.map((r) => Math.abs(r[column]!))));
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    const head = matrix[column]!;
    if (Math.abs(head[column]!) < 1e-12) return [0, 0, 0];
    for (let row = 0; row < 3; row++) {
      if (row === column) continue;
      const factor = matrix[row]![column]! / head[column]!;
      matrix[row] = matrix[row]!.map((value, i) => value - factor * head[i]!);
    }
  }
  return matrix.map((row, i) => row[3]! / row[i]!);
}
