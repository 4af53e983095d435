import { describe, expect, it } from 'vitest';
import { blankRaster } from '../../media/index.ts';
import { boxAround } from '../slab.ts';
import { straighten } from '../straighten.ts';
import { enclose } from './enclose.ts';
import { fitBend } from './fit-bend.ts';
import { mapRegions } from './map-regions.ts';

const [width, height] = [400, 80];
/** A line 10 pixels thick whose middle lies at `middleAt(x)`. */
function regionOf(middleAt: (x: number) => number) {
  const map = new Float32Array(width * height);
  for (let x = 20; x < 380; x++)
    for (let y = 0; y < height; y++) if (Math.abs(y + 0.5 - middleAt(x + 0.5)) <= 5) map[y * width + x] = 0.9;
  const region = mapRegions(map, width, height, 0.3)[0];
  if (region === undefined) throw new Error('no region');
  return region;
}

describe('a line of text', () => {
  it('that is bent is enclosed along its bend, as thick as it is', () => {
    const region = regionOf((x) => 30 + 0.0006 * (x - 200) ** 2);
    expect(enclose(region.rim).height).toBeGreaterThan(25);
    const slab = fitBend(region, enclose(region.rim));
    expect(slab.height).toBeLessThan(13);
    expect(slab.bend).toBeCloseTo(0.0006, 4);
    const box = boxAround(slab);
    expect([box.y, box.y + box.height].map(Math.round)).toEqual([25, 54]);
  });

  it('that is straight keeps its rectangle, level or turned', () => {
    for (const slope of [0, 0.06]) {
      const region = regionOf((x) => 40 + slope * (x - 200));
      const box = enclose(region.rim);
      expect(fitBend(region, box)).toBe(box);
    }
  });

  it('that is bent is read level', () => {
    const picture = blankRaster(width, height, [255, 255, 255]);
    for (let x = 0; x < width; x++) {
      const y = Math.round(30 + 0.0006 * (x - 200) ** 2);
      for (let row = y - 2; row <= y + 2; row++)
        picture.data.fill(0, (row * width + x) * 3, (row * width + x) * 3 + 3);
    }
    const slab = { centreX: 200, centreY: 30, width: 360, height: 20, angle: 0, bend: 0.0006 };
    const level = straighten(picture, slab, 360, 20);
    for (const x of [2, 90, 180, 270, 357]) expect(level.data[(10 * 360 + x) * 3]).toBeLessThan(40);
  });
});
