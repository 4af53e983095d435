import { describe, expect, it } from 'vitest';
import type { GreyFrame } from './layout-edges.ts';
import { findTiles } from './layout-tiles.ts';

const [WIDTH, HEIGHT] = [320, 180];
type Paint = (x: number, y: number, moment: number) => number;

/** Soft moving blotches: no edge of theirs stays. */
const scene =
  (seed: number, base: number): Paint =>
  (x, y, moment) =>
    base + 30 * Math.sin((x + seed * 17 + moment * 23) / 19) * Math.cos((y - moment * 11) / 13);

const film = (paint: Paint, moments = 6): GreyFrame[] =>
  Array.from({ length: moments }, (_, moment) => ({
    width: WIDTH,
    height: HEIGHT,
    data: Uint8Array.from({ length: WIDTH * HEIGHT }, (_value, i) =>
      Math.max(0, Math.min(255, paint(i % WIDTH, Math.floor(i / WIDTH), moment))),
    ),
  }));

/** `across` by `down` tiles with a dark gap of four pixels between. */
const grid =
  (across: number, down: number): Paint =>
  (x, y, moment) => {
    const [w, h] = [WIDTH / across, HEIGHT / down];
    const [column, row] = [Math.floor(x / w), Math.floor(y / h)];
    const inGap = (at: number, size: number): boolean => at % size < 2 || at % size >= size - 2;
    if (inGap(x, w) || inGap(y, h)) return 20;
    return scene(row * across + column, 110 + 12 * ((row + column) % 3))(x, y, moment);
  };

describe('tiles of a call', () => {
  it.each([
    [2, 1],
    [2, 2],
    [3, 2],
    [4, 3],
  ])('are found, %i across and %i down', (across, down) => {
    const tiles = findTiles(film(grid(across, down)));
    expect(tiles).toHaveLength(across * down);
    for (const { width, height } of tiles) {
      expect(Math.abs(width - WIDTH / across)).toBeLessThan(12);
      expect(Math.abs(height - HEIGHT / down)).toBeLessThan(12);
    }
  });

  it('are not found in a scene that is not divided', () => {
    expect(findTiles(film(scene(1, 120)))).toEqual([{ x: 0, y: 0, width: WIDTH, height: HEIGHT }]);
  });

  it('are not found where the border moves, or in one moment alone', () => {
    const moving: Paint = (x, y, moment) => (x < 100 + moment * 20 ? 40 : 160) + (y % 7);
    expect(findTiles(film(moving))).toHaveLength(1);
    expect(findTiles(film(grid(2, 2), 1))).toHaveLength(1);
  });

  it('do not count black bars above and below a film', () => {
    const barred: Paint = (x, y, moment) => (y < 25 || y >= 155 ? 0 : scene(1, 120)(x, y, moment));
    const tiles = findTiles(film(barred));
    expect(tiles).toHaveLength(1);
    expect(tiles[0]?.height).toBeLessThan(140);
  });

  it('also a small picture in a corner of a large one', () => {
    const inset: Paint = (x, y, moment) =>
      x >= 240 && x < 304 && y >= 20 && y < 68 ? scene(5, 190)(x, y, moment) : scene(1, 100)(x, y, moment);
    const tiles = findTiles(film(inset));
    expect(tiles).toHaveLength(2);
    expect(Math.abs((tiles[1]?.x ?? 0) - 240)).toBeLessThan(4);
    expect(Math.abs((tiles[1]?.width ?? 0) - 64)).toBeLessThan(5);
  });

  it('cost no more for a picture of nothing but edges', () => {
    const checks: Paint = (x, y) => (((x >> 1) + (y >> 1)) % 2 === 0 ? 0 : 255);
    const since = performance.now();
    expect(findTiles(film(checks)).length).toBeLessThanOrEqual(49);
    expect(performance.now() - since).toBeLessThan(10_000);
  });
});
