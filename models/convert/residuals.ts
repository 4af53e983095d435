import type { GraphWriter } from './graph.ts';
import { pooledByRegion } from './regions.ts';

/**
 * What neighbours do not foretell of a pixel: differences of first, second and third order and the two square kernels
 * of Fridrich and Kodovský, "Rich Models for Steganalysis of Digital Images" (IEEE TIFS 7(3), 2012), 5 by 5 each.
 */
const line = (taps: readonly number[], step: readonly [number, number]): number[] => {
  const kernel = new Array<number>(25).fill(0);
  taps.forEach((value, i) => {
    kernel[(2 + (i - 1) * step[0]) * 5 + 2 + (i - 1) * step[1]] = value;
  });
  return kernel;
};
const across = [0, 1] as const;
const down = [1, 0] as const;
const slope = [1, 1] as const;
const kernels: readonly (readonly number[])[] = [
  line([0, -1, 1], across),
  line([0, -1, 1], down),
  line([0.5, -1, 0.5], across),
  line([0.5, -1, 0.5], down),
  line([0.5, -1, 0.5], slope),
  line([1 / 3, -1, 1, -1 / 3], across),
  line([1 / 3, -1, 1, -1 / 3], down),
  [0, 0, 0, 0, 0, 0, -0.25, 0.5, -0.25, 0, 0, 0.5, -1, 0.5, 0, 0, -0.25, 0.5, -0.25, 0, 0, 0, 0, 0, 0],
  [-1, 2, -2, 2, -1, 2, -6, 8, -6, 2, -2, 8, -12, 8, -2, 2, -6, 8, -6, 2, -1, 2, -2, 2, -1].map(
    (v) => v / 12,
  ),
];

/** ITU-R BT.601 luma and colour differences of RGB, 0 to 255. */
const toYcc = [0.299, 0.587, 0.114, -0.168736, -0.331264, 0.5, 0.5, -0.418688, -0.081312];
const PLANES = 3;
/** 224 without the two pixels at each edge that a kernel of 5 lacks. */
const SIDE = 220;
/** Residuals above are edges, not noise. */
const NOISE = 4;

/** Statistics of the size of the residuals, whole and cut at the strength of noise: [n, 216]. `picture`: [n, 3, 224, 224]. */
export function addResiduals(graph: GraphWriter, picture: string): string {
  const ycc = graph.add('Conv', [picture, graph.floats([3, 3, 1, 1], toYcc)]);
  const bank = graph.floats(
    [kernels.length * PLANES, 1, 5, 5],
    Array.from({ length: PLANES }, () => kernels).flat(2),
  );
  const residuals = graph.add('Abs', [graph.add('Conv', [ycc, bank], [{ name: 'group', int: PLANES }])]);
  const noise = graph.add('Min', [residuals, graph.floats([], [NOISE])]);
  const maps = graph.add('Concat', [residuals, noise], [{ name: 'axis', int: 1 }]);
  return pooledByRegion(graph, maps, SIDE, kernels.length * PLANES * 2);
}
