import { writeOnnx } from '../../../models/convert/onnx.ts';
import type { Head } from './fit-head.ts';

/** Names of the head's input and output. */
export const HEAD_INPUT = 'features';
export const HEAD_OUTPUT = 'logit';

/** A linear head as an ONNX file: `features` [n, length] → `logit` [n, 1]. The same head always gives the same bytes. */
export function writeHead({ weights, bias }: Head): Uint8Array {
  const length = weights.length;
  return writeOnnx({
    nodes: [
      { op: 'MatMul', inputs: [HEAD_INPUT, 'weights'], output: 'product', attributes: [] },
      { op: 'Add', inputs: ['product', 'bias'], output: HEAD_OUTPUT, attributes: [] },
    ],
    initializers: [
      { name: 'weights', dims: [length, 1], type: 'float32', data: Float32Array.from(weights) },
      { name: 'bias', dims: [1], type: 'float32', data: Float32Array.of(bias) },
    ],
    inputs: [{ name: HEAD_INPUT, dims: [-1, length] }],
    outputs: [{ name: HEAD_OUTPUT, dims: [-1, 1] }],
  });
}
