import { GraphWriter, type Operation } from './graph.ts';
import { writeOnnx } from './onnx.ts';
import { pooledByRegion } from './regions.ts';
import { addResiduals } from './residuals.ts';
import { addSpectrum } from './spectrum.ts';
import type { TfGraph } from './tfjs.ts';

/** Where the network is listened to: block, side of its map in pixels, channels. From texture to shape. */
const taps = [
  ['conv1_relu', 112, 32],
  ['conv_pw_1_relu', 112, 64],
  ['conv_pw_2_relu', 56, 128],
  ['conv_pw_3_relu', 56, 128],
  ['conv_pw_4_relu', 28, 256],
  ['conv_pw_5_relu', 28, 256],
  ['conv_pw_6_relu', 14, 512],
  ['conv_pw_8_relu', 14, 512],
  ['conv_pw_11_relu', 14, 512],
  ['conv_pw_12_relu', 7, 1024],
  ['conv_pw_13_relu', 7, 1024],
] as const;

/** Relu, minimum with 6 and maximum with 0 in a row are one Clip, which the runtime fuses into the convolution. */
const clipped: Readonly<Record<string, Operation>> = {
  Relu: (node, graph) => graph.value(node, 0),
  Minimum: (node, graph) => graph.value(node, 0),
  Maximum: (node, graph) => {
    const { name, layout } = graph.value(node, 0);
    return { name: graph.add('Clip', [name, graph.floats([], [0]), graph.floats([], [6])]), layout };
  },
};

/**
 * The network faceres (MobileNetV1) with its last layer taken off and eleven of its depths pooled instead: mean and
 * standard deviation of each channel in the middle of the face and around it. Beside it, statistics of noise residuals
 * and of the spectrum, which the network's first stride of 2 does not see.
 *
 * Input `input_1` [n, 224, 224, 3]: RGB, 0 to 255. Output `features` [n, FEATURES]: all ≥ 0, logarithmic.
 */
export function convertFaceFeatures(
  source: TfGraph,
  operations: Readonly<Record<string, Operation>>,
): Uint8Array {
  const graph = new GraphWriter(source, { ...operations, ...clipped });
  const pooled = taps.map(([block, side, channels]) => {
    const map = graph.channelsFirst(graph.visit(`${block}/clip_by_value`));
    return pooledByRegion(graph, map, side, channels);
  });
  const picture = graph.add('Transpose', ['input_1'], [{ name: 'perm', ints: [0, 3, 1, 2] }]);
  const all = [...pooled, addResiduals(graph, picture), addSpectrum(graph, picture)];
  graph.add('Concat', all, [{ name: 'axis', int: 1 }], 'features');
  return writeOnnx(graph.finish([{ name: 'features', dims: undefined }]));
}
