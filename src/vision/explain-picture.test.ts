import { describe, expect, it } from 'vitest';
import { grainy } from '../../tests/support/grainy.ts';
import { blankRaster, type Raster } from '../media/index.ts';
import { FACE_SIDE } from './cut-face.ts';
import { drawHeat } from './explain-heat.ts';
import { drawLabel } from './explain-labels.ts';
import { OCCLUSION_GRID, occlude } from './explain-occlusion.ts';
import { cutChanged } from './explain-robustness.ts';

const grain = grainy(blankRaster(FACE_SIDE, FACE_SIDE, [120, 120, 120]), 60);

/** How rough the picture is in one patch of the grid. */
function roughness(picture: Raster, patch: number): number {
  const side = FACE_SIDE / OCCLUSION_GRID;
  const [left, top] = [(patch % OCCLUSION_GRID) * side, Math.floor(patch / OCCLUSION_GRID) * side];
  let sum = 0;
  for (let y = top + 2; y < top + side - 2; y++)
    for (let x = left + 2; x < left + side - 2; x++) {
      const at = (y * FACE_SIDE + x) * 3;
      sum += Math.abs((picture.data[at] ?? 0) - (picture.data[at + 3] ?? 0));
    }
  return sum / side ** 2;
}

describe('where a score comes from', () => {
  it('is the patch whose traces it rests on', async () => {
    const at = 17;
    const score = (crops: readonly Raster[]) => Promise.resolve(crops.map((crop) => roughness(crop, at)));
    const drops = await occlude(grain, roughness(grain, at), score);
    expect(drops).toHaveLength(OCCLUSION_GRID ** 2);
    expect(drops.indexOf(Math.max(...drops))).toBe(at);
    expect(drops.filter((drop) => Math.abs(drop) > 0.01)).toHaveLength(1);
  });

  it('is drawn beside the crop, and no colour is put where nothing falls', async () => {
    const drops = Array.from({ length: OCCLUSION_GRID ** 2 }, (_, i) => (i === 0 ? 1 : -1));
    const sheet = await drawHeat(grain, drops);
    const pixel = (x: number, y: number) => [
      ...sheet.data.subarray((y * sheet.width + x) * 3, (y * sheet.width + x) * 3 + 3),
    ];
    const right = sheet.width - sheet.height;
    expect(pixel(right + 5, 5)).not.toEqual(pixel(5, 5));
    expect(pixel(right + 400, 400)).toEqual(pixel(400, 400));
  });
});

describe('changed copies', () => {
  it('of a face at the corner of the picture are cut like any other', async () => {
    const picture = grainy(blankRaster(300, 200, [90, 100, 110]));
    for (const box of [
      { x: -20, y: -20, width: 80, height: 80 },
      { x: 250, y: 150, width: 90, height: 90 },
    ]) {
      const copies = await cutChanged(picture, box);
      expect(copies).toHaveLength(6);
      for (const { crop } of copies) expect([crop.width, crop.height]).toEqual([FACE_SIDE, FACE_SIDE]);
    }
  });
});

describe('labels', () => {
  const ink = (picture: Raster) => picture.data.filter((v) => v === 255).length / 3;
  it('stay inside the picture, whatever is asked', () => {
    for (const [left, top] of [
      [-50, -50],
      [1000, 1000],
    ] as const) {
      const picture = blankRaster(80, 40, [100, 100, 100]);
      drawLabel(picture, '1: -2.5', left, top, 1);
      expect(ink(picture)).toBeGreaterThan(30);
    }
    const tiny = blankRaster(4, 3, [100, 100, 100]);
    expect(() => drawLabel(tiny, '12345', 0, 0, 3)).not.toThrow();
  });
});
