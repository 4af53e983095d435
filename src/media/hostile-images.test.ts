import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bomb, buildPng, exifBlock, jpegSegment, pngChunk } from '../../tests/support/hostile-media.ts';
import { decodeImage, encodePng, readImageTags } from './index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-images-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
const file = async (bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, `image-${count++}`);
  await writeFile(path, bytes);
  return path;
};
const photo = (): Promise<Buffer> => readFile('samples/photo/input.jpg');
/** A JPEG of one pixel's worth of header that claims a size. */
const jpegHeader = (marker: number, width: number, height: number): Buffer => {
  const frame = Buffer.alloc(9);
  frame[0] = 8;
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  frame.set([1, 1, 0x11, 0], 5);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), jpegSegment(marker, frame), Buffer.from([0xff, 0xd9])]);
};

/** CPU seconds and growth of the peak memory, MiB, while `act` runs. */
async function costOf(act: () => Promise<unknown>): Promise<{ seconds: number; mebibytes: number }> {
  const before = { cpu: process.cpuUsage(), peak: process.resourceUsage().maxRSS };
  await act();
  const { user, system } = process.cpuUsage(before.cpu);
  return { seconds: (user + system) / 1e6, mebibytes: (process.resourceUsage().maxRSS - before.peak) / 1024 };
}

describe('pictures that claim absurd sizes are refused before they are decoded', () => {
  it.each([
    ['PNG of 50 000 by 50 000', buildPng(50_000, 50_000, 1)],
    ['PNG of one row two thousand million wide', buildPng(2 ** 31 - 1, 1, 0)],
    ['JPEG of 65 500 by 65 500', jpegHeader(0xc0, 65_500, 65_500)],
    ['progressive JPEG of 65 500 by 65 500', jpegHeader(0xc2, 65_500, 65_500)],
    [
      'GIF of 65 535 by 65 535',
      Buffer.from('GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\0;', 'latin1'),
    ],
  ])('%s', async (_, bytes) => {
    const path = await file(bytes);
    const cost = await costOf(async () => {
      await expect(decodeImage(path)).rejects.toMatchObject({
        name: 'AnalysisFailure',
        failure: expect.stringMatching(/over-limit|malformed/),
      });
    });
    expect(cost.mebibytes).toBeLessThan(200);
    expect(cost.seconds).toBeLessThan(5);
  });

  it('calls the PNG, and a photo whose header was changed, over the limit and not broken', async () => {
    const bytes = await photo();
    const frame = bytes.indexOf('\xff\xc0', 0, 'latin1');
    bytes.writeUInt16BE(65_500, frame + 5);
    bytes.writeUInt16BE(65_500, frame + 7);
    for (const huge of [buildPng(50_000, 50_000, 1), bytes])
      await expect(decodeImage(await file(huge))).rejects.toMatchObject({ failure: 'over-limit' });
  });
});

describe('only five kinds of picture have a reader', () => {
  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>'],
    ['TIFF', exifBlock([{ at: 8, entries: [[256, 3, 1, 9]], next: 8 }], 64).subarray(6)],
    ['PDF', '%PDF-1.7\n'],
    ['PPM', 'P6 1 1 255 abc'],
    ['text', 'push graphic-context\nfill url(https://example.com/x.png"|id")\n'],
  ])('%s has none', async (_, bytes) => {
    await expect(decodeImage(await file(bytes))).rejects.toMatchObject({ failure: 'unsupported' });
  });
});

describe('broken pictures', () => {
  it('decodes a photo that was cut off as far as it goes, and says so', async () => {
    const bytes = await photo();
    const { raster, damaged } = await decodeImage(await file(bytes.subarray(0, bytes.length / 2)));
    expect([raster.width, raster.height, damaged]).toEqual([1200, 900, true]);
  });

  it('decodes a PNG with rows missing, and says so', async () => {
    const { damaged } = await decodeImage(await file(buildPng(64, 64, 10)));
    expect(damaged).toBe(true);
  });

  it('does not call a whole picture damaged', async () => {
    expect((await decodeImage('samples/photo/input.jpg')).damaged).toBe(false);
    expect((await decodeImage(await file(buildPng(64, 64, 64)))).damaged).toBe(false);
  });

  it('reads the first picture of an animation that claims a hundred thousand', async () => {
    const control = Buffer.alloc(8);
    control.writeUInt32BE(100_000);
    const { raster } = await decodeImage(await file(buildPng(8, 8, 8, [pngChunk('acTL', control)])));
    expect([raster.width, raster.height]).toEqual([8, 8]);
  });
});

describe('metadata that bites', () => {
  it('does not inflate a colour profile or text of 400 MiB', async () => {
    const body = Buffer.concat([Buffer.from('x\0\0', 'latin1'), bomb(400)]);
    for (const chunk of ['iCCP', 'zTXt']) {
      const path = await file(buildPng(8, 8, 8, [pngChunk(chunk, body)]));
      const cost = await costOf(async () => {
        await readImageTags(path, 'png');
        await decodeImage(path);
      });
      expect(cost.mebibytes).toBeLessThan(150);
    }
  }, 60_000);

  it('ends on EXIF directories that point to themselves or claim millions of values', async () => {
    const entries: [number, number, number, number][] = [
      [0x8769, 4, 1, 8],
      [0x8825, 4, 1, 8],
      [0x010f, 2, 0xffff_ffff, 8],
      [0x0110, 12, 0x0fff_ffff, 8],
    ];
    const exif = exifBlock([{ at: 8, entries, next: 8 }], 128);
    const bytes = await photo();
    const path = await file(
      Buffer.concat([bytes.subarray(0, 2), jpegSegment(0xe1, exif), bytes.subarray(2)]),
    );
    const cost = await costOf(() => readImageTags(path, 'jpeg'));
    expect(cost.seconds).toBeLessThan(3);
    expect(cost.mebibytes).toBeLessThan(300);
  });

  it('searches hostile XMP in linear time', async () => {
    const packet = `http://ns.adobe.com/xap/1.0/\0${'<xmp:CreatorTool>'.repeat(3000)}`;
    const bytes = await photo();
    const path = await file(
      Buffer.concat([bytes.subarray(0, 2), jpegSegment(0xe1, Buffer.from(packet)), bytes.subarray(2)]),
    );
    expect((await costOf(() => readImageTags(path, 'jpeg'))).seconds).toBeLessThan(2);
  });

  it('reads camera, time and place as they stand in the file', async () => {
    const { exif, unread } = await readImageTags('samples/photo/input.jpg', 'jpeg');
    expect(exif).toMatchObject({
      Make: 'Example Optics',
      DateTimeOriginal: '2026:10:12 09:41:00',
      latitude: 0,
    });
    expect(unread).toEqual([]);
  });
});

it('gives the same PNG bytes for the same picture', async () => {
  const { raster } = await decodeImage('samples/photo/input.jpg', { maxSide: 200 });
  expect([raster.width, raster.height]).toEqual([200, 150]);
  expect(Buffer.from(await encodePng(raster)).equals(Buffer.from(await encodePng(raster)))).toBe(true);
});
