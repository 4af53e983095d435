import { activate } from './convolution.ts';
import type { GraphWriter, Operation, Value } from './graph.ts';
import { attrTexts, type TfNode } from './tfjs.ts';

const asIs = (name: string): Value => ({ name, layout: 'as-is' });

export const placeholder: Operation = (node, graph) => {
  graph.input(
    node.name,
    (node.attr['shape']?.shape?.dim ?? []).map((d) => Number(d.size)),
  );
  return asIs(node.name);
};

export const reshape: Operation = (node, graph) => {
  const shape = [...graph.weight(node, 1).data];
  return asIs(graph.add('Reshape', [graph.asIs(graph.value(node, 0)), graph.integers(shape)]));
};

/** TensorFlow gives [before, after] per axis, channels last; ONNX all befores, then all afters, channels second. */
export const pad: Operation = (node, graph) => {
  const paddings = graph.weight(node, 1);
  if (paddings.data.length !== 8) throw new Error(`${node.name}: pads ${paddings.data.length / 2} axes`);
  const axes = [0, 3, 1, 2];
  const at = (axis: number, side: 0 | 1): number => paddings.data[axis * 2 + side] ?? 0;
  const pads = [...axes.map((axis) => at(axis, 0)), ...axes.map((axis) => at(axis, 1))];
  const input = graph.channelsFirst(graph.value(node, 0));
  return { name: graph.add('Pad', [input, graph.integers(pads)]), layout: 'channels-first' };
};

export const mean: Operation = (node, graph) =>
  asIs(
    graph.add(
      'ReduceMean',
      [graph.asIs(graph.value(node, 0))],
      [
        { name: 'axes', ints: [...graph.weight(node, 1).data] },
        { name: 'keepdims', int: node.attr['keep_dims']?.b ? 1 : 0 },
      ],
    ),
  );

export const softmax: Operation = (node, graph) =>
  asIs(graph.add('Softmax', [graph.asIs(graph.value(node, 0))], [{ name: 'axis', int: -1 }]));

/** A matrix product with bias and activation fused behind it. */
export const matrixProduct: Operation = (node, graph) => {
  if (node.attr['transpose_a']?.b || node.attr['transpose_b']?.b)
    throw new Error(`${node.name}: transposed products are not supported`);
  const weights = graph.weight(node, 1);
  const product = graph.add('MatMul', [
    graph.asIs(graph.value(node, 0)),
    graph.floats(weights.shape, weights.data),
  ]);
  return asIs(fuse(node, graph, product));
};

function fuse(node: TfNode, graph: GraphWriter, product: string): string {
  const [bias, activation, ...more] = attrTexts(node, 'fused_ops');
  if (bias === undefined) return product;
  if (bias !== 'BiasAdd' || activation === 'Prelu' || more.length > 0)
    throw new Error(`${node.name}: fused ${[bias, activation, ...more].join(', ')} is not supported`);
  const values = graph.weight(node, 2);
  const sum = graph.add('Add', [product, graph.floats([values.data.length], values.data)]);
  return activate(graph, node, sum, activation);
}
