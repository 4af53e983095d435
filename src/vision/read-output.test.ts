import { describe, expect, it } from 'vitest';
import type { ScoreOutput, Tensor } from '../contract/index.ts';
import { readFeatures, readOutput } from './read-output.ts';

const outputs = (...numbers: number[]): Record<string, Tensor> => ({
  y: { type: 'float32', dims: [1, numbers.length], data: Float32Array.from(numbers) },
});
const spec = (changes: Partial<ScoreOutput> = {}): ScoreOutput => ({
  name: 'y',
  index: 0,
  activation: 'none',
  meaning: 'higher-is-generated',
  ...changes,
});

describe('the score of an added model', () => {
  it('is the number as it is, turned where higher means real', () => {
    expect(readOutput(outputs(3, 5), spec({ index: 1 }))).toBe(5);
    expect(readOutput(outputs(3, 5), spec({ meaning: 'higher-is-real' }))).toBe(-3);
  });

  it('is the log-odds where the number is, or becomes, a probability', () => {
    expect(readOutput(outputs(2), spec({ activation: 'sigmoid' }))).toBe(2);
    expect(readOutput(outputs(2, 5), spec({ activation: 'softmax', index: 1 }))).toBe(3);
    // Against e^0 + e^0 = 2.
    expect(readOutput(outputs(0, 0, 4), spec({ activation: 'softmax', index: 2 }))).toBeCloseTo(
      4 - Math.LN2,
      6,
    );
    expect(readOutput(outputs(0.75), spec({ activation: 'applied' }))).toBeCloseTo(Math.log(3), 6);
    expect(readOutput(outputs(1), spec({ activation: 'applied' }))).toBeCloseTo(Math.log(1e7), 3);
  });

  it.each([
    ['an output that is not there', outputs(1), spec({ name: 'z' }), 'no output z; it has: y'],
    ['a number that is not there', outputs(1), spec({ index: 1 }), 'has 1 numbers'],
    ['a probability beyond 1', outputs(4.2), spec({ activation: 'applied' }), 'no probability'],
    ['softmax over one number', outputs(4.2), spec({ activation: 'softmax' }), 'two numbers'],
    ['NaN', outputs(Number.NaN), spec(), 'no score'],
    ['another type', { y: { type: 'int32', dims: [1], data: Int32Array.of(1) } } as const, spec(), 'int32'],
  ])('is refused: %s', (_, given, wanted, words) => {
    expect(() => readOutput(given, wanted)).toThrow(words);
  });
});

describe('the features of an encoder', () => {
  it('are one row: the only one, the first, or the mean of all', () => {
    const rows = outputs(1, 2, 3, 6);
    expect([...readFeatures(rows, { name: 'y', length: 4, pool: 'none' })]).toEqual([1, 2, 3, 6]);
    expect([...readFeatures(rows, { name: 'y', length: 2, pool: 'first' })]).toEqual([1, 2]);
    expect([...readFeatures(rows, { name: 'y', length: 2, pool: 'mean' })]).toEqual([2, 4]);
  });

  it('are refused where the output has another length', () => {
    expect(() => readFeatures(outputs(1, 2, 3), { name: 'y', length: 2, pool: 'mean' })).toThrow('3 numbers');
    expect(() => readFeatures(outputs(1, 2, 3, 4), { name: 'y', length: 2, pool: 'none' })).toThrow('not 2');
  });
});
