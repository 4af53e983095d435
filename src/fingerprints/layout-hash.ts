import { minHash } from './min-hash.ts';

/** Where something stands in a picture: pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Left and right ends are told apart to this part of the picture's width. */
const STEPS = 12;
const MOST_PLACES = 500;

/**
 * Sketch of a page's layout: each pair of neighbours from the top, by where in the width they begin and end and whether the
 * lower is larger, smaller or as large. What stands there does not matter, nor that some is cut off above or below.
 * `places`: blocks of text from the top. Undefined: fewer than three. Compare with `compareMinHash`.
 */
export function layoutHash(places: readonly Place[], pictureWidth: number): string | undefined {
  if (places.length < 3 || pictureWidth <= 0) return undefined;
  const step = (x: number): number => Math.round((STEPS * x) / pictureWidth);
  const described = places.slice(0, MOST_PLACES).map(({ x, width, height }) => ({
    ends: `${step(x)}-${step(x + width)}`,
    height,
  }));
  return minHash(
    described.slice(1).map((lower, i) => {
      const upper = described[i];
      const ratio = lower.height / Math.max(1, upper?.height ?? 1);
      const size = ratio > 1.6 ? '+' : ratio < 0.625 ? '-' : '=';
      return `${upper?.ends}${size}${lower.ends}`;
    }),
  );
}
