import { beforeAll, expect, it, vi } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { openModel } from '../inference/index.ts';
import { blankRaster, type Colour, crop, decodeImage, paste } from '../media/index.ts';
import { readPicture } from './read-picture.ts';
import { tilesOf } from './tiles.ts';

// A hundred lines through two networks: seconds on a quiet machine, more on a busy one.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
beforeAll(() => buildModels('.'));

/** One line of the sample, on its own ground. */
async function oneLine() {
  const { raster } = await decodeImage('samples/screenshot/input.png', { maxWidth: 2000 });
  return crop(raster, { x: 30, y: 552, width: 290, height: 38 });
}

it('a capture of 12 000 rows is read whole: no line is lost or doubled where its tiles meet', async () => {
  const line = await oneLine();
  const ground = [...line.data.subarray(0, 3)] as unknown as Colour;
  const picture = blankRaster(1080, 12_000, ground);
  const tops = Array.from({ length: 30 }, (_, i) => 40 + 398 * i);
  for (const [i, top] of tops.entries()) paste(picture, line, i % 2 === 0 ? 40 : 700, top);
  // Upon each seam, and so close above and below it that both tiles see them.
  const seams = tilesOf(1080, 12_000)
    .slice(1)
    .flatMap(({ from }) => [-63, -19, 25].map((offset) => Math.round(from) + offset));
  for (const top of seams) paste(picture, line, 370, top);
  const models = {
    detect: await openModel('models', 'ppocr-detect'),
    read: await openModel('models', 'ppocr-read'),
  };
  const { lines, rows, unread } = await readPicture(picture, models);
  expect([rows, unread]).toEqual([12_000, 0]);
  const placed = (left: number) =>
    lines
      .filter(({ box }) => Math.abs(box.x - left) < 40)
      .map(({ box }) => box.y + box.height / 2)
      .sort((a, b) => a - b);
  for (const [left, want] of [
    [40, tops.filter((_, i) => i % 2 === 0)],
    [700, tops.filter((_, i) => i % 2 === 1)],
    [370, seams],
  ] as const) {
    expect(placed(left)).toHaveLength(want.length);
    for (const [i, middle] of placed(left).entries())
      expect(Math.abs(middle - 19 - (want[i] ?? 0))).toBeLessThan(10);
  }
  expect(lines).toHaveLength(tops.length + seams.length);
  expect(new Set(lines.map(({ text }) => text.replaceAll(' ', ''))).size).toBeLessThanOrEqual(2);
});
