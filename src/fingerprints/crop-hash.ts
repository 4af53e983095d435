import { differenceHash, hammingDistance } from './image-hash.ts';

/** Luma of a picture, 0–255, rows top to bottom. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

interface Square {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const COLUMNS = 9;
const ROWS = 8;
const MOST_PATCHES = 24;
/** A patch with fewer steps than this is empty ground, and like any other. */
const LEAST_STEPS = 10;
/** Unrelated patches differ in 32 of 64 bits, give or take 4. */
const SAME_PATCH = 10;

/** Mean of each cell of a patch that is cut into 9 by 8. */
function shrink({ width, height, data }: GreyPicture, { x, y, width: w, height: h }: Square): number[] {
  const cells: number[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const left = Math.floor(x + (column * w) / COLUMNS);
      const top = Math.floor(y + (row * h) / ROWS);
      const right = Math.max(left + 1, Math.floor(x + ((column + 1) * w) / COLUMNS));
      const bottom = Math.max(top + 1, Math.floor(y + ((row + 1) * h) / ROWS));
      let [sum, count] = [0, 0];
      for (let j = Math.max(0, top); j < Math.min(height, bottom); j++)
        for (let i = Math.max(0, left); i < Math.min(width, right); i++) {
          sum += data[j * width + i] ?? 0;
          count += 1;
        }
      cells.push(count === 0 ? 0 : Math.round(sum / count / 4));
    }
  return cells;
}

/**
 * Difference hashes of patches around things that a picture shows (`anchors`: lines of text, say), in their order, joined by
 * dots. A part cut out of the picture keeps the patches that lie in it. Undefined: nothing but empty ground.
 */
export function cropHash(picture: GreyPicture, anchors: readonly Square[]): string | undefined {
  const step = Math.max(1, anchors.length / MOST_PATCHES);
  const hashes: string[] = [];
  for (let i = 0; i < anchors.length && hashes.length < MOST_PATCHES; i += step) {
    const anchor = anchors[Math.floor(i)];
    if (anchor === undefined) break;
    const hash = differenceHash(shrink(picture, anchor));
    const steps = hammingDistance(hash, '0'.repeat(hash.length));
    if (steps >= LEAST_STEPS) hashes.push(hash);
  }
  return hashes.length === 0 ? undefined : hashes.join('.');
}

/** Share of the shorter list's patches that the other has too, 0–1; undefined: a value is not a crop hash. */
export function compareCropHash(a: string, b: string): number | undefined {
  const list = (value: string): string[] | undefined =>
    /^[0-9a-f]{16}(\.[0-9a-f]{16}){0,63}$/.test(value) ? value.split('.') : undefined;
  const [first, second] = [list(a), list(b)];
  if (first === undefined || second === undefined) return undefined;
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  const met = short.filter((hash) => long.some((other) => hammingDistance(hash, other) <= SAME_PATCH));
  return met.length / short.length;
}
