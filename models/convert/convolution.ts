import type { GraphWriter, Operation, Value } from './graph.ts';
import type { Attribute } from './onnx.ts';
import { attrInts, attrText, attrTexts, dataInputs, type TfNode } from './tfjs.ts';
import type { Weight } from './weights.ts';

const first = (name: string): Value => ({ name, layout: 'channels-first' });

/** TensorFlow's SAME puts the odd pixel at the end: ONNX's SAME_UPPER. */
function padding(node: TfNode): Attribute {
  const kind = attrText(node, 'padding');
  if (kind !== 'SAME' && kind !== 'VALID') throw new Error(`${node.name}: padding ${kind}`);
  return { name: 'auto_pad', string: kind === 'SAME' ? 'SAME_UPPER' : 'VALID' };
}

function spatial(node: TfNode, attribute: string): number[] {
  const [, height = 1, width = 1] = attrInts(node, attribute);
  return [height, width];
}

/** [h, w, in, out] (depthwise: [h, w, in, multiplier]) to ONNX's [out, in per group, h, w]. */
export function reorderKernel(kernel: Weight, depthwise: boolean): { dims: number[]; data: Float32Array } {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = kernel.shape;
  const dims = depthwise ? [inputs * outputs, 1, height, width] : [outputs, inputs, height, width];
  const data = new Float32Array(kernel.data.length);
  let from = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++) {
          const plane = depthwise ? i * outputs + o : o * inputs + i;
          data[(plane * height + y) * width + x] = kernel.data[from++] ?? 0;
        }
  return { dims, data };
}

/** What TensorFlow fused behind the convolution or matrix product: names as in `fused_ops`. */
export function activate(
  graph: GraphWriter,
  node: TfNode,
  name: string,
  activation: string | undefined,
): string {
  switch (activation) {
    case undefined:
      return name;
    case 'Relu':
    case 'Sigmoid':
      return graph.add(activation, [name]);
    case 'Relu6':
      return graph.add('Clip', [name, graph.floats([], [0]), graph.floats([], [6])]);
    case 'Prelu': {
      const slope = graph.weight(node, dataInputs(node).length - 1);
      return graph.add('PRelu', [name, graph.floats([slope.data.length, 1, 1], slope.data)]);
    }
    default:
      throw new Error(`${node.name}: fused ${activation} is not supported`);
  }
}

function convolve(node: TfNode, graph: GraphWriter, depthwise: boolean): Value {
  const input = graph.channelsFirst(graph.value(node, 0));
  const kernel = graph.weight(node, 1);
  const { dims, data } = reorderKernel(kernel, depthwise);
  const [height = 0, width = 0, channels = 0] = kernel.shape;
  const [bias, activation, ...more] = attrTexts(node, 'fused_ops');
  if ((bias !== undefined && bias !== 'BiasAdd') || more.length > 0)
    throw new Error(`${node.name}: fused ${bias} ${more} is not supported`);
  const inputs = [input, graph.floats(dims, data)];
  if (bias !== undefined) {
    const values = graph.weight(node, 2);
    inputs.push(graph.floats([values.data.length], values.data));
  }
  const name = graph.add('Conv', inputs, [
    { name: 'kernel_shape', ints: [height, width] },
    { name: 'strides', ints: spatial(node, 'strides') },
    { name: 'dilations', ints: spatial(node, 'dilations') },
    { name: 'group', int: depthwise ? channels : 1 },
    padding(node),
  ]);
  return first(activate(graph, node, name, activation));
}

export const convolution: Operation = (node, graph) => convolve(node, graph, false);
export const depthwiseConvolution: Operation = (node, graph) => convolve(node, graph, true);

export const maxPool: Operation = (node, graph) =>
  first(
    graph.add(
      'MaxPool',
      [graph.channelsFirst(graph.value(node, 0))],
      [
        { name: 'kernel_shape', ints: spatial(node, 'ksize') },
        { name: 'strides', ints: spatial(node, 'strides') },
        padding(node),
      ],
    ),
  );
