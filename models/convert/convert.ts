import { convolution, depthwiseConvolution, maxPool } from './convolution.ts';
import { binary, prelu, unary } from './elementwise.ts';
import { GraphWriter, type Operation } from './graph.ts';
import { writeOnnx } from './onnx.ts';
import { matrixProduct, mean, pad, placeholder, reshape, softmax } from './shape.ts';
import type { TfGraph } from './tfjs.ts';

/** Every TensorFlow operation that the converter knows. Anything else is an error, never a guess. */
export const operations: Readonly<Record<string, Operation>> = {
  Placeholder: placeholder,
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: depthwiseConvolution,
  FusedDepthwiseConv2dNative: depthwiseConvolution,
  MaxPool: maxPool,
  Pad: pad,
  Reshape: reshape,
  Mean: mean,
  Softmax: softmax,
  _FusedMatMul: matrixProduct,
  MatMul: matrixProduct,
  Prelu: prelu,
  Add: binary('Add'),
  AddV2: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Identity: unary('Identity'),
};

/**
 * A TensorFlow.js graph model as ONNX. `outputs` maps nodes of the graph to the names they get; what no output needs
 * is left out. The same graph and outputs always give the same bytes.
 */
export function convertGraph(source: TfGraph, outputs: Readonly<Record<string, string>>): Uint8Array {
  const graph = new GraphWriter(source, operations);
  const ports = Object.entries(outputs).map(([node, name]) => {
    graph.add('Identity', [graph.asIs(graph.visit(node))], [], name);
    return { name, dims: undefined };
  });
  return writeOnnx(graph.finish(ports));
}
