import { createHash } from 'node:crypto';
import { type OnnxGraph, type OnnxNode, writeOnnx } from '../../models/convert/onnx.ts';
import { bytes, encode, integer, message, text } from '../../models/convert/protobuf.ts';

/** Side of the pictures that these models take. */
export const SIDE = 32;

/** Numbers from −1 to 1 that are the same each time (mulberry32). */
function noise(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

const node = (
  op: string,
  inputs: string[],
  output: string,
  attributes: OnnxNode['attributes'] = [],
): OnnxNode => ({
  op,
  inputs,
  output,
  attributes,
});
const input = { name: 'pixels', dims: [1, 3, SIDE, SIDE] };
const floats = (name: string, dims: number[], data: ArrayLike<number>) =>
  ({ name, dims, type: 'float32', data: Float32Array.from(data) }) as const;
const strides = { name: 'strides', ints: [2, 2] };

/** A small network with random weights: convolution, rectifier, mean over the picture. `features` [1, 12]. */
export function buildEncoder(): Uint8Array {
  return writeOnnx({
    nodes: [
      node('Conv', ['pixels', 'filters'], 'maps', [strides]),
      node('Relu', ['maps'], 'bent'),
      node('GlobalAveragePool', ['bent'], 'pooled'),
      node('Flatten', ['pooled'], 'features'),
    ],
    initializers: [floats('filters', [12, 3, 5, 5], noise(12 * 75, 1))],
    inputs: [input],
    outputs: [{ name: 'features', dims: [1, 12] }],
  });
}

const laplace = [0, -1, 0, -1, 4, -1, 0, -1, 0];

/** Real detection of one thing: how much neighbouring pixels differ. `score` [1, 1], about 0 to 4 for pixels of 0 to 1. */
export function buildDetector(after: 'none' | 'nan' = 'none'): Uint8Array {
  const finish: OnnxGraph['nodes'] =
    after === 'none'
      ? [node('Flatten', ['pooled'], 'score')]
      : [
          node('Flatten', ['pooled'], 'flat'),
          node('Sub', ['flat', 'much'], 'below'),
          node('Log', ['below'], 'score'),
        ];
  return writeOnnx({
    nodes: [
      node('Conv', ['pixels', 'filter'], 'edges'),
      node('Abs', ['edges'], 'sizes'),
      node('GlobalAveragePool', ['sizes'], 'pooled'),
      ...finish,
    ],
    initializers: [
      floats(
        'filter',
        [1, 3, 3, 3],
        [...laplace, ...laplace, ...laplace].map((v) => v / 3),
      ),
      ...(after === 'none' ? [] : [floats('much', [1], [1e6])]),
    ],
    inputs: [input],
    outputs: [{ name: 'score', dims: [1, 1] }],
  });
}

/** The same model with one more tensor, whose values lie in another file (onnx.proto: TensorProto 13 and 14). */
export function withExternalData(model: Uint8Array): Uint8Array {
  const where = message(13, [text(1, 'location'), text(2, '../../etc/passwd')]);
  const tensor = message(5, [integer(1, 2), integer(2, 1), text(8, 'outside'), where, integer(14, 1)]);
  return new Uint8Array(Buffer.concat([model, encode([message(7, [tensor])])]));
}

/** Not of a kind that any runtime knows. */
export function withUnknownOperation(): Uint8Array {
  const strange = message(1, [text(1, 'pixels'), text(2, 'score'), text(4, 'NoSuchOperation')]);
  return encode([integer(1, 8), bytes(7, encode([strange])), message(8, [text(1, ''), integer(2, 13)])]);
}

export const sha256Of = (model: Uint8Array): string => createHash('sha256').update(model).digest('hex');

/** The manifest of a model above, as an operator writes it. */
export function manifestFor(model: Uint8Array, changes: object = {}): object {
  return {
    kind: 'image-score',
    name: 'detector',
    file: 'model.onnx',
    sha256: sha256Of(model),
    bytes: model.length,
    licence: 'CC0-1.0',
    source: 'made by this test',
    input: {
      name: 'pixels',
      layout: 'NCHW',
      width: SIDE,
      height: SIDE,
      colour: 'RGB',
      range: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      resize: 'squash',
      crop: { of: 'image' },
    },
    output: { name: 'score', index: 0, activation: 'none', meaning: 'higher-is-generated' },
    ...changes,
  };
}

export const encoderOutput = { name: 'features', length: 12 };
