import { describe, expect, it } from 'vitest';
import { compareMinHash, minHash } from './index.ts';

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `element ${from + at}`);
const compare = (a: string[], b: string[]) => compareMinHash(minHash(a)!, minHash(b)!)!;

describe('MinHash', () => {
  it.each([
    [0, 1000, 0, 1000, 1],
    [0, 1000, 500, 1500, 1 / 3],
    [0, 1000, 100, 1000, 0.9],
    [0, 1000, 2000, 3000, 0],
    [0, 12, 4, 16, 0.5],
  ])('estimates the likeness of %i–%i and %i–%i within three standard errors', (a, b, c, d, expected) => {
    const { jaccard } = compare(numbers(a, b), numbers(c, d));
    expect(Math.abs(jaccard - expected)).toBeLessThanOrEqual(
      3 * Math.sqrt((expected * (1 - expected)) / 128),
    );
  });

  it('is close on average over many pairs, so that its permutations are no worse than chance', () => {
    let sum = 0;
    for (let pair = 0; pair < 50; pair++)
      sum += compare(
        numbers(pair * 1000, pair * 1000 + 200),
        numbers(pair * 1000 + 100, pair * 1000 + 300),
      ).jaccard;
    expect(Math.abs(sum / 50 - 1 / 3)).toBeLessThan(0.03);
  });

  it('says how much of the smaller set is in the larger', () => {
    const { contained, sizes } = compare(numbers(0, 100), numbers(0, 1000));
    expect(sizes).toEqual([100, 1000]);
    expect(contained).toBeGreaterThan(0.4);
  });

  it('does not depend on order and repeats', () => {
    expect(minHash([...numbers(0, 50), ...numbers(0, 50)].reverse())).toBe(minHash(numbers(0, 50)));
  });

  it('keeps its recipe: stored values stay comparable', () => {
    expect(minHash(['alpha', 'beta', 'gamma'])?.slice(0, 30)).toBe('3.apOLISYRx8aSOYxsrOC77AwADu4V');
  });

  it('has no value for an empty set and reads no foreign value', () => {
    expect(minHash([])).toBeUndefined();
    expect(compareMinHash('3.abc', minHash(['a'])!)).toBeUndefined();
  });
});
