import { describe, expect, it } from 'vitest';
import { compareCropHash, cropHash } from './crop-hash.ts';
import { layoutHash } from './layout-hash.ts';
import { compareMinHash } from './min-hash.ts';

const page = Array.from({ length: 14 }, (_, i) => ({
  x: i % 3 === 0 ? 60 : i % 3 === 1 ? 400 : 120 + 20 * i,
  y: 100 * i,
  width: 300 + 25 * ((i * 7) % 11),
  height: i % 4 === 0 ? 90 : 40,
}));

describe('the hash of a layout', () => {
  it('stays alike when the picture is scaled or cut above and below', () => {
    const whole = layoutHash(page, 1080) ?? '';
    const half = page.map(({ x, y, width, height }) => ({
      x: x / 2,
      y: y / 2,
      width: width / 2,
      height: height / 2,
    }));
    expect(compareMinHash(whole, layoutHash(half, 540) ?? '')?.jaccard).toBeGreaterThan(0.9);
    const cut = layoutHash(page.slice(3, 12), 1080) ?? '';
    expect(compareMinHash(whole, cut)?.contained).toBeGreaterThan(0.7);
  });

  it('is another for another layout, and none for too little', () => {
    const other = page.map((place, i) => ({ ...place, x: 500 - place.x / 2, width: 200 + 31 * (i % 5) }));
    const compared = compareMinHash(layoutHash(page, 1080) ?? '', layoutHash(other, 1080) ?? '');
    expect(compared?.jaccard).toBeLessThan(0.3);
    expect(layoutHash(page.slice(0, 2), 1080)).toBeUndefined();
  });
});

describe('the hash that survives cropping', () => {
  /** Noise that is the same each time (xorshift, Marsaglia 2003), in blocks of 6 pixels. */
  function noise(width: number, height: number, seed: number): Uint8Array {
    const data = new Uint8Array(width * height);
    for (let i = 0; i < data.length; i++) {
      let v = (Math.floor((i % width) / 6) * 73_856_093) ^ (Math.floor(i / width / 6) * 19_349_663) ^ seed;
      v ^= v << 13;
      v ^= v >>> 17;
      v ^= v << 5;
      data[i] = v & 255;
    }
    return data;
  }
  const [width, height] = [300, 400];
  const data = noise(width, height, 1);
  const anchors = Array.from({ length: 9 }, (_, i) => ({ x: 20, y: 40 * i + 5, width: 120, height: 36 }));

  it('finds the part in the whole', () => {
    const top = 120;
    const part = { width, height: 200, data: data.slice(top * width, (top + 200) * width) };
    const inPart = anchors
      .map((a) => ({ ...a, y: a.y - top }))
      .filter((a) => a.y >= 0 && a.y + a.height <= 200);
    const a = cropHash({ width, height, data }, anchors) ?? '';
    const b = cropHash(part, inPart) ?? '';
    expect(compareCropHash(a, b)).toBe(1);
    const other = cropHash({ width, height, data: noise(width, height, 99) }, anchors) ?? '';
    expect(compareCropHash(a, other)).toBeLessThan(0.3);
  });

  it('is none for empty ground, and compares nothing else', () => {
    expect(cropHash({ width, height, data: new Uint8Array(width * height) }, anchors)).toBeUndefined();
    expect(compareCropHash('abc', '0123456789abcdef')).toBeUndefined();
  });
});
