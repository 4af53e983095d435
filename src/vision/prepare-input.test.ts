import { describe, expect, it } from 'vitest';
import { blankRaster, type Raster } from '../media/index.ts';
import { cutPart, type Preparing, prepareInput } from './prepare-input.ts';

const spec: Preparing = {
  name: 'x',
  layout: 'NCHW',
  width: 16,
  height: 16,
  colour: 'RGB',
  range: 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  resize: 'squash',
  kernel: 'bicubic',
};

/** Red grows to the right, green downwards; blue is 7. */
function ramp(width: number, height: number): Raster {
  const raster = blankRaster(width, height, [0, 0, 7]);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) raster.data.set([x, y], (y * width + x) * 3);
  return raster;
}

const at = (data: ArrayLike<number | bigint>, index: number): number => Number(data[index]);

describe('the input of an added model', () => {
  it('has its channels where and in the order that the manifest says', async () => {
    const picture = ramp(16, 16);
    const first = await prepareInput(picture, spec);
    expect(first.dims).toEqual([1, 3, 16, 16]);
    expect([at(first.data, 5), at(first.data, 256 + 3 * 16), at(first.data, 512)]).toEqual([5, 3, 7]);
    const last = await prepareInput(picture, { ...spec, layout: 'NHWC', colour: 'BGR' });
    expect(last.dims).toEqual([1, 16, 16, 3]);
    const pixel = (3 * 16 + 5) * 3;
    expect([at(last.data, pixel), at(last.data, pixel + 1), at(last.data, pixel + 2)]).toEqual([7, 3, 5]);
  });

  it('is normalised per channel after being brought to its range', async () => {
    const grey = blankRaster(16, 16, [255, 51, 0]);
    const { data } = await prepareInput(grey, {
      ...spec,
      range: 1,
      mean: [0.5, 0.1, 0.25],
      std: [0.5, 0.1, 0.5],
    });
    expect([at(data, 0), at(data, 256), at(data, 512)].map((v) => Math.round(v * 1e5) / 1e5)).toEqual([
      1, 1, -0.5,
    ]);
  });

  it('keeps the ratio of the sides by cutting the middle, or by black bars', async () => {
    const wide = ramp(64, 32);
    const cut = await prepareInput(wide, { ...spec, resize: 'crop' });
    // Scaled to 32 by 16, then the 16 columns in the middle: red from about 17 to 47 of 63.
    expect(at(cut.data, 0)).toBeGreaterThan(14);
    expect(at(cut.data, 15)).toBeLessThan(50);
    const boxed = await prepareInput(wide, { ...spec, resize: 'letterbox' });
    // Scaled to 16 by 8 with four black rows above and below: blue says where the picture is.
    const blue = (row: number): number => at(boxed.data, 512 + row * 16 + 8);
    expect([blue(0), blue(3), blue(4), blue(11), blue(12)]).toEqual([0, 0, 7, 7, 0]);
  });

  it('is scaled to the shorter side that the manifest names before it is cut', async () => {
    const { data } = await prepareInput(ramp(64, 64), { ...spec, resize: 'crop', shortSide: 32 });
    // 32 by 32, of which columns 8 to 23: red from about 17 to 47.
    expect(at(data, 0)).toBeGreaterThan(14);
    expect(at(data, 15)).toBeLessThan(50);
  });

  it('takes a picture of a single pixel, and one that is very long', async () => {
    for (const resize of ['squash', 'crop', 'letterbox'] as const)
      for (const raster of [blankRaster(1, 1, [9, 9, 9]), blankRaster(3000, 2, [9, 9, 9])]) {
        const { data } = await prepareInput(raster, { ...spec, resize });
        expect(data.length).toBe(768);
        expect(Math.max(...Array.from(data, Number))).toBe(9);
      }
  });
});

describe('the face that is looked at', () => {
  it('is a square around the box, moved inside the picture where it can be', () => {
    const picture = ramp(100, 60);
    const part = cutPart(picture, { of: 'face', scale: 1.5 }, { x: 0, y: 30, width: 20, height: 10 });
    expect([part.width, part.height, part.data[0], part.data[1]]).toEqual([30, 30, 0, 20]);
    const corner = cutPart(picture, { of: 'face', scale: 2 }, { x: 90, y: 50, width: 10, height: 10 });
    expect([corner.width, corner.height, corner.data[0], corner.data[1]]).toEqual([20, 20, 80, 40]);
  });

  it('is cut where the picture is smaller, and the whole picture where no box is given', () => {
    const picture = ramp(40, 20);
    const part = cutPart(picture, { of: 'face', scale: 4 }, { x: 10, y: 5, width: 8, height: 8 });
    expect([part.width, part.height]).toEqual([32, 20]);
    expect(cutPart(picture, { of: 'face', scale: 1 }, undefined)).toBe(picture);
  });
});
