import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { convertGraph } from './convert.ts';
import type { TfGraph, TfNode } from './tfjs.ts';
import { decodeWeights, halfToNumber, type Weight } from './weights.ts';

type Attrs = TfNode['attr'];
const base64 = (s: string): string => Buffer.from(s).toString('base64');
const ints = (...values: number[]) => ({ list: { i: values.map(String) } });
const fused = (...names: string[]) => ({ list: { s: names.map(base64) } });
const convAttrs = (stride: number, padding: string, ...after: string[]): Attrs => ({
  strides: ints(1, stride, stride, 1),
  dilations: ints(1, 1, 1, 1),
  padding: { s: base64(padding) },
  ...(after.length ? { fused_ops: fused(...after) } : {}),
});

/** Deterministic values in -1…1 without a pattern that a transposition would hide. */
const values = (count: number, seed = 1): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9898 * seed) * 0.9);
const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const floats = (shape: number[], seed: number): Weight => ({
  shape,
  type: 'float32',
  data: values(product(shape), seed),
});
const longs = (...data: number[]): Weight => ({
  shape: [data.length],
  type: 'int32',
  data: Int32Array.from(data),
});

interface Case {
  readonly input: number[];
  readonly nodes: readonly { name: string; op: string; input: string[]; attr?: Attrs }[];
  readonly weights?: Readonly<Record<string, Weight>>;
}

const graphOf = ({ input, nodes, weights = {} }: Case): TfGraph => {
  const x: TfNode = {
    name: 'x',
    op: 'Placeholder',
    input: [],
    attr: { shape: { shape: { dim: input.map((d) => ({ size: String(d) })) } } },
  };
  const all = [x, ...nodes.map((n) => ({ attr: {}, ...n }))];
  return { nodes: new Map(all.map((n) => [n.name, n])), weights: new Map(Object.entries(weights)) };
};

async function run(c: Case): Promise<{ dims: readonly number[]; data: number[] }> {
  const session = await InferenceSession.create(convertGraph(graphOf(c), { y: 'out' }));
  const { out } = await session.run({ x: new Tensor('float32', values(product(c.input)), c.input) });
  return { dims: out?.dims ?? [], data: Array.from(out?.data as Float32Array) };
}

const closeTo = (actual: number[], expected: ArrayLike<number>): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((v, i) => {
    expect(v).toBeCloseTo(expected[i] ?? Number.NaN, 4);
  });
};

/** Convolution as TensorFlow defines it: NHWC, SAME pads the odd pixel at the end. */
function reference(
  shape: number[],
  kernel: Weight,
  stride: number,
  same: boolean,
  depthwise: boolean,
): number[] {
  const [, H = 0, W = 0, C = 0] = shape;
  const [kh = 0, kw = 0, , co = 0] = kernel.shape;
  const x = values(product(shape));
  const outputs = depthwise ? C * co : co;
  const size = (n: number, k: number) => (same ? Math.ceil(n / stride) : Math.floor((n - k) / stride) + 1);
  const before = (n: number, k: number) =>
    same ? Math.floor(Math.max((size(n, k) - 1) * stride + k - n, 0) / 2) : 0;
  const result: number[] = [];
  for (let oy = 0; oy < size(H, kh); oy++)
    for (let ox = 0; ox < size(W, kw); ox++)
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let ky = 0; ky < kh; ky++)
          for (let kx = 0; kx < kw; kx++)
            for (let c = 0; c < C; c++) {
              if (depthwise && Math.floor(o / co) !== c) continue;
              const y = oy * stride + ky - before(H, kh);
              const xx = ox * stride + kx - before(W, kw);
              if (y < 0 || y >= H || xx < 0 || xx >= W) continue;
              const weight = kernel.data[((ky * kw + kx) * C + c) * co + (depthwise ? o % co : o)] ?? 0;
              sum += (x[(y * W + xx) * C + c] ?? 0) * weight;
            }
        result.push(sum);
      }
  return result;
}

describe('the converter keeps the numbers of each TensorFlow operation', () => {
  const input = [1, 6, 5, 3];

  for (const [op, depthwise] of [
    ['Conv2D', false],
    ['DepthwiseConv2dNative', true],
  ] as const)
    for (const padding of ['SAME', 'VALID'])
      for (const stride of [1, 2])
        it(`${op}, padding ${padding}, stride ${stride}`, async () => {
          const k = floats([3, 3, 3, depthwise ? 2 : 4], 2);
          const y = { name: 'y', op, input: ['x', 'k'], attr: convAttrs(stride, padding) };
          const got = await run({ input, nodes: [y], weights: { k } });
          closeTo(got.data, reference(input, k, stride, padding === 'SAME', depthwise));
        });

  it('_FusedConv2D with bias and each activation', async () => {
    const k = floats([1, 1, 3, 4], 2);
    const b = floats([4], 3);
    const slope = floats([1, 1, 4], 5);
    const plain = reference(input, k, 1, true, false).map((v, i) => v + (b.data[i % 4] ?? 0));
    const activations: Record<string, (v: number, i: number) => number> = {
      Relu: (v) => Math.max(v, 0),
      Relu6: (v) => Math.min(Math.max(v, 0), 6),
      Sigmoid: (v) => 1 / (1 + Math.exp(-v)),
      Prelu: (v, i) => (v < 0 ? v * (slope.data[i % 4] ?? 0) : v),
    };
    for (const [name, apply] of Object.entries(activations)) {
      const attr = convAttrs(1, 'SAME', 'BiasAdd', name);
      const y = { name: 'y', op: '_FusedConv2D', input: ['x', 'k', 'b', 'slope'], attr };
      closeTo((await run({ input, nodes: [y], weights: { k, b, slope } })).data, plain.map(apply));
    }
  });

  it('MaxPool with an odd edge', async () => {
    const attr = { ksize: ints(1, 2, 2, 1), strides: ints(1, 2, 2, 1), padding: { s: base64('SAME') } };
    const got = await run({ input, nodes: [{ name: 'y', op: 'MaxPool', input: ['x'], attr }] });
    const x = values(product(input));
    const at = (y: number, xx: number, c: number) =>
      y < 6 && xx < 5 ? (x[(y * 5 + xx) * 3 + c] ?? 0) : Number.NEGATIVE_INFINITY;
    const expected: number[] = [];
    for (let y = 0; y < 6; y += 2)
      for (let xx = 0; xx < 5; xx += 2)
        for (let c = 0; c < 3; c++)
          expected.push(Math.max(at(y, xx, c), at(y + 1, xx, c), at(y, xx + 1, c), at(y + 1, xx + 1, c)));
    closeTo(got.data, expected);
  });

  it('Pad of the channels, as the face detector uses it', async () => {
    const weights = { p: longs(0, 0, 1, 0, 0, 2, 0, 1) };
    const got = await run({ input, nodes: [{ name: 'y', op: 'Pad', input: ['x', 'p'] }], weights });
    expect(got.dims).toEqual([1, 7, 7, 4]);
    expect(got.data[(1 * 7 + 0) * 4 + 2]).toBeCloseTo(values(90)[2] ?? 0, 5);
    expect(got.data.filter((v) => v === 0)).toHaveLength(7 * 7 * 4 - 90);
  });

  it('Reshape, Mean and Softmax see the axes in TensorFlow’s order after a convolution', async () => {
    const k = floats([1, 1, 3, 4], 2);
    const conv = { name: 'c', op: 'Conv2D', input: ['x', 'k'], attr: convAttrs(1, 'SAME') };
    const plain = reference(input, k, 1, true, false);
    const shape = longs(1, -1, 2);
    const reshaped = await run({
      input,
      nodes: [conv, { name: 'y', op: 'Reshape', input: ['c', 's'] }],
      weights: { k, s: shape },
    });
    expect(reshaped.dims).toEqual([1, 60, 2]);
    closeTo(reshaped.data, plain);
    const axes = longs(1, 2);
    const mean = await run({
      input,
      nodes: [conv, { name: 'y', op: 'Mean', input: ['c', 'a'] }],
      weights: { k, a: axes },
    });
    closeTo(
      mean.data,
      [0, 1, 2, 3].map((c) => plain.filter((_, i) => i % 4 === c).reduce((a, b) => a + b, 0) / 30),
    );
    const soft = await run({
      input,
      nodes: [conv, { name: 'y', op: 'Softmax', input: ['c'] }],
      weights: { k },
    });
    const [a = 0, b = 0, c = 0, d = 0] = plain.slice(0, 4).map(Math.exp);
    expect(soft.data[1]).toBeCloseTo(b / (a + b + c + d), 5);
  });

  it('_FusedMatMul with bias', async () => {
    const w = floats([3, 2], 2);
    const b = floats([2], 3);
    const attr = { fused_ops: fused('BiasAdd', 'Relu') };
    const y = { name: 'y', op: '_FusedMatMul', input: ['x', 'w', 'b'], attr };
    const x = values(6);
    const expected = [0, 1].flatMap((row) =>
      [0, 1].map((column) => {
        let sum = b.data[column] ?? 0;
        for (let i = 0; i < 3; i++) sum += (x[row * 3 + i] ?? 0) * (w.data[i * 2 + column] ?? 0);
        return Math.max(sum, 0);
      }),
    );
    closeTo((await run({ input: [2, 3], nodes: [y], weights: { w, b } })).data, expected);
  });

  it('binary operations broadcast a scalar or a vector per channel, on either side', async () => {
    const k = floats([1, 1, 3, 4], 2);
    const conv = { name: 'c', op: 'Conv2D', input: ['x', 'k'], attr: convAttrs(1, 'SAME') };
    const plain = reference(input, k, 1, true, false);
    const vector = floats([4], 7);
    const scalar: Weight = { shape: [], type: 'float32', data: Float32Array.of(0.25) };
    const ops: Record<string, (a: number, b: number) => number> = {
      AddV2: (a, b) => a + b,
      Sub: (a, b) => a - b,
      Mul: (a, b) => a * b,
      Maximum: Math.max,
      Minimum: Math.min,
    };
    for (const [op, apply] of Object.entries(ops))
      for (const [name, w] of Object.entries({ vector, scalar })) {
        const at = (i: number) => w.data[i % w.data.length] ?? 0;
        const weights = { k, [name]: w };
        const right = await run({ input, nodes: [conv, { name: 'y', op, input: ['c', name] }], weights });
        closeTo(
          right.data,
          plain.map((v, i) => apply(v, at(i))),
        );
        const left = await run({ input, nodes: [conv, { name: 'y', op, input: [name, 'c'] }], weights });
        closeTo(
          left.data,
          plain.map((v, i) => apply(at(i), v)),
        );
      }
  });

  it('Prelu, Relu, Sigmoid and Identity', async () => {
    const slope = floats([1, 1, 3], 4);
    const x = Array.from(values(product(input)));
    const prelu = await run({
      input,
      nodes: [{ name: 'y', op: 'Prelu', input: ['x', 's'] }],
      weights: { s: slope },
    });
    closeTo(
      prelu.data,
      x.map((v, i) => (v < 0 ? v * (slope.data[i % 3] ?? 0) : v)),
    );
    const unary: Record<string, (v: number) => number> = {
      Relu: (v) => Math.max(v, 0),
      Sigmoid: (v) => 1 / (1 + Math.exp(-v)),
      Identity: (v) => v,
    };
    for (const [op, apply] of Object.entries(unary))
      closeTo((await run({ input, nodes: [{ name: 'y', op, input: ['x'] }] })).data, x.map(apply));
  });
});

describe('what the converter does not know, it refuses', () => {
  it('names an unknown operation instead of guessing', () => {
    const graph = graphOf({ input: [1, 2], nodes: [{ name: 'y', op: 'CropAndResize', input: ['x'] }] });
    expect(() => convertGraph(graph, { y: 'out' })).toThrow('CropAndResize');
  });

  it('refuses a weights file whose length differs from its list', () => {
    const spec = { name: 'w', shape: [2], dtype: 'float32' as const };
    expect(() => decodeWeights(Buffer.alloc(4), [spec])).toThrow();
    expect(() => decodeWeights(Buffer.alloc(12), [spec])).toThrow('12 bytes');
  });

  it('decodes 16-bit floats and quantised integers exactly', () => {
    expect([0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555].map(halfToNumber)).toEqual([
      1,
      -2,
      2 ** -24,
      65504,
      0.333251953125,
    ]);
    const quantization = { dtype: 'uint8' as const, scale: 0.5, min: -1 };
    const [[, weight] = []] = decodeWeights(Buffer.of(0, 2, 255), [
      { name: 'w', shape: [3], dtype: 'float32', quantization },
    ]);
    expect(Array.from(weight?.data ?? [])).toEqual([-1, 0, 126.5]);
  });
});
