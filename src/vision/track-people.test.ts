import { describe, expect, it } from 'vitest';
import { LIKE_ANYWHERE, LIKE_SAME_PLACE, linkPeople, type Tracklet } from './track-people.ts';

/** A row that is like (1, 0) by `like`. */
const row = (like: number): Float32Array => Float32Array.of(like, Math.sqrt(1 - like * like));
const left = { x: 0.1, y: 0.2, width: 0.2, height: 0.3 };
const right = { ...left, x: 0.7 };
const seen = (startMs: number, like: number, place = left, endMs = startMs + 400): Tracklet => ({
  ...{ startMs, endMs, place },
  identity: [row(like), row(like)],
});

describe('one person', () => {
  it('is recognised over the film, wherever the face is', () => {
    const like = LIKE_ANYWHERE + 0.05;
    expect(linkPeople([seen(0, 1), seen(5000, like, right), seen(9000, 1)])).toEqual([0, 0, 0]);
  });
  it('may look less alike at the same place', () => {
    const between = (LIKE_ANYWHERE + LIKE_SAME_PLACE) / 2;
    expect(linkPeople([seen(0, 1), seen(5000, between)])).toEqual([0, 0]);
    expect(linkPeople([seen(0, 1), seen(5000, between, right)])).toEqual([0, 1]);
  });
  it('is never at two places at once, however alike two faces look', () => {
    expect(linkPeople([seen(0, 1), seen(100, 1, right)])).toEqual([0, 1]);
  });
});

it('people are numbered in the order in which they appear, and faces never described belong to nobody', () => {
  const nameless = { ...seen(100, 1), identity: [] };
  const often = { ...seen(8000, 0, right), identity: [row(0), row(0), row(0)] };
  expect(linkPeople([often, nameless, seen(0, 1)])).toEqual([1, -1, 0]);
  expect(linkPeople([])).toEqual([]);
});
