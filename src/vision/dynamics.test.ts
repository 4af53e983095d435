import { describe, expect, it } from 'vitest';
import { countBlinks, eyeOpening, median } from './dynamics-blink.ts';
import { landmarkTremor } from './dynamics-flicker.ts';
import { likeness, meanIdentity } from './dynamics-identity.ts';
import { findLag, mouthOpening } from './dynamics-mouth.ts';
import type { Mesh } from './track-mesh.ts';

/** Points on a circle, so that no two fall together; some are then put where a test wants them. */
function mesh(placed: Readonly<Record<number, readonly [number, number]>> = {}, scale = 1, turn = 0): Mesh {
  const points = new Float32Array(468 * 2);
  for (let i = 0; i < 468; i++) {
    const [x, y] = placed[i] ?? [100 + 60 * Math.cos(i * 0.7), 100 + 80 * Math.sin(i * 0.7)];
    points[i * 2] = scale * (x * Math.cos(turn) - y * Math.sin(turn));
    points[i * 2 + 1] = scale * (x * Math.sin(turn) + y * Math.cos(turn));
  }
  return { points, depth: new Float32Array(468), presence: 1 };
}
const corners = { 33: [60, 80], 263: [140, 80] } as const;

/** A generator with a seed: the same noise each time. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}
const every = (count: number, stepMs: number) => Array.from({ length: count }, (_, i) => i * stepMs);

describe('blinks', () => {
  const open = (atMs: number) => ({ atMs, value: 0.3 });
  it('are moments in which open eyes close and open again', () => {
    const moments = every(200, 66).map(open);
    for (const at of [40, 41, 100, 101, 102, 160]) moments[at] = { atMs: at * 66, value: 0.1 };
    const { atMs, watchedMs } = countBlinks(moments);
    expect(atMs).toEqual([40 * 66, 100 * 66, 160 * 66]);
    expect(watchedMs).toBe(199 * 66);
  });
  it('are not eyes that stay closed, nor a look down', () => {
    const moments = every(200, 66).map((atMs, i) => ({ atMs, value: i >= 90 && i < 110 ? 0.15 : 0.3 }));
    expect(countBlinks(moments).atMs).toEqual([]);
    expect(countBlinks(every(200, 66).map((atMs) => ({ atMs, value: 0.3 - atMs / 1e5 }))).atMs).toEqual([]);
  });
  it('are not counted across a gap, and a gap is not watched', () => {
    const moments = [...every(20, 66), ...every(20, 66).map((t) => t + 60_000)].map(open);
    moments[19] = { atMs: 19 * 66, value: 0.05 };
    expect(countBlinks(moments)).toMatchObject({ atMs: [], watchedMs: 2 * 19 * 66 });
  });
  it('of no moments are none', () => {
    expect(countBlinks([])).toEqual({ atMs: [], watchedMs: 0, open: 0 });
  });
});

it('the opening of eyes and mouth does not depend on size and tilt of the head', () => {
  for (const opening of [eyeOpening, mouthOpening]) {
    const usual = opening(mesh(corners));
    expect(usual).toBeGreaterThan(0);
    expect(opening(mesh(corners, 3, 0.4))).toBeCloseTo(usual, 4);
  }
});

describe('tremor', () => {
  const film = (shake: number, move: (i: number) => number, stepMs = 33) => {
    const random = noise(7);
    return every(20, stepMs).map((atMs, i) => {
      const shaken = mesh(corners, 1 + 0.01 * i, 0.02 * i);
      const points = shaken.points.map((v, k) => v + (k % 2 === 0 ? move(i) : 0) + shake * random());
      return { atMs, mesh: { ...shaken, points } };
    });
  };
  it('is nothing for a head that moves, turns and comes nearer evenly', () => {
    expect(landmarkTremor(film(0, (i) => 5 * i))).toBeLessThan(1e-4);
  });
  it('grows with what trembles', () => {
    const [little = 0, much = 0] = [1, 4].map((shake) => landmarkTremor(film(shake, (i) => 5 * i)));
    expect(little).toBeGreaterThan(1e-3);
    expect(much / little).toBeGreaterThan(3);
  });
  it('cannot be read from frames that are far apart', () => {
    expect(landmarkTremor(film(1, () => 0, 200))).toBeUndefined();
  });
});

describe('sound and mouth', () => {
  const rate = 16_000;
  /** Syllables of irregular length, as a loudness of 0 or 1 at each millisecond. */
  const speech = (seed: number): ((ms: number) => number) => {
    const random = noise(seed);
    const starts = every(400, 1).map(() => (random() > 0 ? 1 : 0));
    return (ms) => starts[Math.max(0, Math.floor(ms / 160)) % 400] ?? 0;
  };
  const soundOf = (loud: (ms: number) => number) => {
    const random = noise(3);
    return Float32Array.from(
      { length: 22 * rate },
      (_, i) => (0.02 + 0.5 * loud((i * 1000) / rate)) * random(),
    );
  };
  const mouthOf = (loud: (ms: number) => number) =>
    every(200, 80).map((t) => ({ atMs: t + 3000, value: 0.05 + 0.2 * loud(t + 3000) }));

  it.each([0, 240, -400])('go together at an offset of %i ms', (offset) => {
    const loud = speech(11);
    const lag = findLag(
      mouthOf(loud),
      soundOf((ms) => loud(ms - offset)),
      rate,
      0,
    );
    expect(Math.abs((lag?.ms ?? 9999) - offset)).toBeLessThanOrEqual(60);
    expect(lag?.prominence).toBeGreaterThan(5);
  });
  it('of two different speeches do not stand out', () => {
    expect(findLag(mouthOf(speech(11)), soundOf(speech(99)), rate, 0)?.prominence).toBeLessThan(4);
  });
  it('are not compared in silence, with a shut mouth or in a moment', () => {
    expect(
      findLag(
        mouthOf(() => 0),
        soundOf(speech(1)),
        rate,
        0,
      ),
    ).toBeUndefined();
    expect(findLag(mouthOf(speech(1)), new Float32Array(22 * rate), rate, 0)).toBeUndefined();
    expect(findLag(mouthOf(speech(1)).slice(0, 10), soundOf(speech(1)), rate, 0)).toBeUndefined();
  });
});

it('likeness is 1 for a row and itself, and a mean is like what it is the mean of', () => {
  const [a, b] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
  expect(likeness(a, a)).toBe(1);
  expect(likeness(a, b)).toBe(0);
  expect(likeness(meanIdentity([a, b]), a)).toBeCloseTo(Math.SQRT1_2);
  expect(median([3, 1, 2])).toBe(2);
});
