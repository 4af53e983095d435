import { expect, it } from 'vitest';
import { levelBox, turnOf } from './level-page.ts';
import { boxAround, type Slab } from './slab.ts';

/** Lines one below the other on a page turned by `angle`. */
const page = (angle: number): Slab[] =>
  [0, 1, 2].map((row) => ({
    centreX: 300 * Math.cos(angle) - (100 + 40 * row) * Math.sin(angle),
    centreY: 300 * Math.sin(angle) + (100 + 40 * row) * Math.cos(angle),
    width: 500,
    height: 30,
    angle,
  }));

it('lines of a turned page stand as they do on the level one', () => {
  const slabs = page(0.06);
  expect(turnOf(slabs)).toBeCloseTo(0.06);
  // Upright boxes around them overlap, and are twice as high as the writing.
  expect(boxAround(slabs[0] as Slab).height).toBeGreaterThan(55);
  slabs.forEach((slab, row) => {
    const { x, y, width, height } = levelBox(slab, turnOf(slabs));
    expect([x, y, width, height].map(Math.round)).toEqual([50, 85 + 40 * row, 500, 30]);
  });
});

it('one turned line among short ones turns no page', () => {
  const short = page(0.3).map((slab) => ({ ...slab, width: 60 }));
  expect(turnOf([...short, ...page(0.002)])).toBe(0);
});
