import { describe, expect, it } from 'vitest';
import { piecesOfLetters } from '../pieces.ts';
import { widestGap } from '../widest-gap.ts';
import { decodeCtc } from './decode-ctc.ts';
import { enclose } from './enclose.ts';
import { mapRegions } from './map-regions.ts';

const classes = ['', 'a', 'b', ' '];
/** One step per class named, all as sure. */
const decode = (named: readonly number[]) =>
  decodeCtc(Int32Array.from(named), new Float32Array(named.length).fill(0.9), classes);

describe('letters from the scores of a line', () => {
  it('are the best class of each step, repeats and blanks left out', () => {
    const letters = decode([0, 1, 1, 0, 1, 2, 2, 3, 2]);
    expect(letters.map(({ text }) => text).join('')).toBe('aab b');
    expect(letters[0]?.at).toBeCloseTo(1.5 / 9);
  });

  it('become words where a space was read, each as sure as its letters', () => {
    const words = piecesOfLetters(decode([1, 3, 2, 0, 2]));
    expect(words.map(({ text }) => text)).toEqual(['a', 'bb']);
    expect(words[0]?.confidence).toBeCloseTo(90);
    expect(words[1]?.from).toBeGreaterThan(words[0]?.to ?? 1);
  });

  it('leave a gap where writing was skipped', () => {
    const slab = { centreX: 0, centreY: 0, width: 400, height: 40, angle: 0 };
    const at = (places: readonly number[]) => places.map((place) => ({ text: 'a', score: 1, at: place }));
    expect(widestGap(at([0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]), slab)).toBeLessThan(
      1.3,
    );
    expect(widestGap(at([0.05, 0.15, 0.85, 0.95]), slab)).toBeGreaterThan(5);
    expect(widestGap([], slab)).toBeGreaterThan(5);
  });
});

describe('regions of a text map', () => {
  const [width, height] = [64, 32];
  it('are its connected parts, with their mean score', () => {
    const map = new Float32Array(width * height);
    for (let y = 4; y < 10; y++) for (let x = 5; x < 40; x++) map[y * width + x] = 0.8;
    for (let y = 20; y < 24; y++) map.fill(0.6, y * width + 50, y * width + 60);
    const regions = mapRegions(map, width, height, 0.3);
    expect(regions.map(({ pixels }) => pixels)).toEqual([6 * 35, 40]);
    expect(regions[0]?.score).toBeCloseTo(0.8);
    expect(enclose(regions[0]?.rim ?? [])).toMatchObject({ width: 35, height: 6, angle: 0 });
  });

  it('are enclosed along their own direction when they are turned', () => {
    const turned = 0.2;
    const rim = [-50, 50].flatMap((u) =>
      [-6, 6].map((v) => {
        const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
        return [100 + u * cos - v * sin, 80 + u * sin + v * cos] as const;
      }),
    );
    const slab = enclose(rim);
    expect(slab.angle).toBeCloseTo(turned);
    expect(slab.width).toBeCloseTo(100);
    expect(slab.height).toBeCloseTo(12);
  });

  it('do not overflow the stack on a map that is one region', () => {
    const side = 1024;
    expect(mapRegions(new Float32Array(side * side).fill(1), side, side, 0.3)).toHaveLength(1);
  });
});
