import type { GraphWriter } from './graph.ts';

const SIDE = 224;
const FREQUENCIES = SIDE / 2;
const BINS = 14;
const PER_BIN = FREQUENCIES / BINS;

/** [FREQUENCIES, SIDE]: rows of the discrete Fourier transform under a Hann window, so that edges of the picture do not shine. */
function transform(wave: (angle: number) => number): Float32Array {
  const matrix = new Float32Array(FREQUENCIES * SIDE);
  for (let u = 0; u < FREQUENCIES; u++)
    for (let x = 0; x < SIDE; x++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * (x + 0.5)) / SIDE);
      matrix[u * SIDE + x] = (hann * wave((2 * Math.PI * u * x) / SIDE)) / Math.sqrt(SIDE);
    }
  return matrix;
}

/** [rows, columns] turned over. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) turned[c * rows + r] = matrix[r * columns + c] ?? 0;
  return turned;
}

const binning = Float32Array.from({ length: BINS * FREQUENCIES }, (_, i) =>
  Math.floor((i % FREQUENCIES) / PER_BIN) === Math.floor(i / FREQUENCIES) ? 1 / PER_BIN : 0,
);

/**
 * Mean logarithm of the power of luma in 14 by 14 bins of frequency, mirrored directions added: [n, 196]. Upsampling in
 * a generator leaves peaks and holes here. `picture`: [n, 3, 224, 224], RGB, 0 to 255.
 */
export function addSpectrum(graph: GraphWriter, picture: string): string {
  const weights = graph.floats([1, 3, 1, 1], [0.299, 0.587, 0.114]);
  const luma = graph.add('Reshape', [graph.add('Conv', [picture, weights]), graph.integers([0, SIDE, SIDE])]);
  const [cosines, sines] = [transform(Math.cos), transform(Math.sin)];
  const powers = [cosines, sines].flatMap((rows) => {
    const half = graph.add('MatMul', [graph.floats([FREQUENCIES, SIDE], rows), luma]);
    return [cosines, sines].map((columns) => {
      const right = graph.floats([SIDE, FREQUENCIES], transposed(columns, FREQUENCIES, SIDE));
      const part = graph.add('MatMul', [half, right]);
      return graph.add('Mul', [part, part]);
    });
  });
  const logs = graph.add('Log', [graph.add('Add', [graph.add('Sum', powers), graph.floats([], [1])])]);
  const left = graph.add('MatMul', [graph.floats([BINS, FREQUENCIES], binning), logs]);
  const right = graph.floats([FREQUENCIES, BINS], transposed(binning, BINS, FREQUENCIES));
  return graph.add('Reshape', [graph.add('MatMul', [left, right]), graph.integers([0, BINS * BINS])]);
}
