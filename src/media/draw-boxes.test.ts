import { expect, it } from 'vitest';
import { blankRaster, drawBoxes, palette, resizeRaster } from './index.ts';

it('drawing a box leaves the picture as it was, also one that was scaled before', async () => {
  const scaled = await resizeRaster(blankRaster(8, 8, [10, 20, 30]), 64, 64);
  const before = Buffer.from(scaled.data).toString('hex');
  const drawn = drawBoxes(scaled, [{ x: 8, y: 8, width: 20, height: 20, colour: palette.orange }], 2);
  expect(Buffer.from(drawn.data).toString('hex')).not.toBe(before);
  expect(Buffer.from(scaled.data).toString('hex')).toBe(before);
});
