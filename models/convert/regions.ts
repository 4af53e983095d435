import type { GraphWriter } from './graph.ts';

/** The middle: a square of this part of each side. What a swap pastes lies mostly inside, what it keeps outside. */
const MIDDLE = 0.5;
/** Below any variance that 8-bit pixels make. */
const EPSILON = 1e-5;

/** How much of the pixel `i` of `side` lies in the middle, 0 to 1. */
function coverage(i: number, side: number): number {
  const [from, to] = [(side * (1 - MIDDLE)) / 2, (side * (1 + MIDDLE)) / 2];
  return Math.max(0, Math.min(i + 1, to) - Math.max(i, from));
}

/** [side², 2]: weights of each place in the middle and around it; each column sums to 1. */
export function regionWeights(side: number): Float32Array {
  const weights = new Float32Array(side * side * 2);
  const area = side * side;
  const middle = (side * MIDDLE) ** 2;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const inside = coverage(y, side) * coverage(x, side);
      weights[(y * side + x) * 2] = inside / middle;
      weights[(y * side + x) * 2 + 1] = (1 - inside) / (area - middle);
    }
  return weights;
}

/** Logarithms (log 1+x) of mean and standard deviation of each channel in both regions: [n, 4 × channels]. */
export function pooledByRegion(graph: GraphWriter, map: string, side: number, channels: number): string {
  const flat = graph.add('Reshape', [map, graph.integers([0, channels, side * side])]);
  const weights = graph.floats([side * side, 2], regionWeights(side));
  const mean = graph.add('MatMul', [flat, weights]);
  const square = graph.add('MatMul', [graph.add('Mul', [flat, flat]), weights]);
  const variance = graph.add('Sub', [square, graph.add('Mul', [mean, mean])]);
  const positive = graph.add('Add', [graph.add('Relu', [variance]), graph.floats([], [EPSILON])]);
  const both = graph.add('Concat', [mean, graph.add('Sqrt', [positive])], [{ name: 'axis', int: 2 }]);
  const logs = graph.add('Log', [graph.add('Add', [both, graph.floats([], [1])])]);
  return graph.add('Reshape', [logs, graph.integers([0, 4 * channels])]);
}
