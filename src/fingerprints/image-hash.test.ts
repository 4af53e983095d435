import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { differenceHash, hammingDistance, perceptualHash } from './index.ts';

const hashes = async (picture: string | Buffer) => {
  const grey = (width: number, height: number) =>
    sharp(picture).greyscale().resize({ width, height, fit: 'fill' }).raw().toBuffer();
  return { d: differenceHash(await grey(9, 8)), p: perceptualHash(await grey(32, 32)) };
};

describe('image hashes', () => {
  it('stay close when a picture is scaled and recompressed, and far from another picture', async () => {
    const original = await hashes('samples/photo/input.jpg');
    const copy = await hashes(
      await sharp('samples/photo/input.jpg').resize(500).jpeg({ quality: 50 }).toBuffer(),
    );
    const other = await hashes('samples/screenshot/input.png');
    for (const kind of ['d', 'p'] as const) {
      expect(hammingDistance(original[kind], copy[kind])).toBeLessThanOrEqual(4);
      expect(hammingDistance(original[kind], other[kind])).toBeGreaterThan(16);
    }
  });

  it('are what their definition says for a gradient', () => {
    const rising = Array.from({ length: 72 }, (_, i) => (i % 9) * 10);
    expect(differenceHash(rising)).toBe('f'.repeat(16));
    expect(differenceHash(rising.map((v) => 255 - v))).toBe('0'.repeat(16));
  });

  it('refuse pictures of another size', () => {
    expect(() => differenceHash([1])).toThrow(RangeError);
    expect(() => perceptualHash([1])).toThrow(RangeError);
    expect(() => hammingDistance('00', '0')).toThrow(RangeError);
  });

  it('count differing bits', () => {
    expect(hammingDistance('0f', 'f0')).toBe(8);
    expect(hammingDistance('01', '03')).toBe(1);
  });
});
