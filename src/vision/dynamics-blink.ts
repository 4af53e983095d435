import { distance, type Mesh } from './track-mesh.ts';

/** A value of a face at one moment. */
export interface Moment {
  readonly atMs: number;
  readonly value: number;
}

/** Of each eye: outer and inner corner, two points of the upper lid and the two below them. */
const eyes = [
  [33, 133, 159, 145, 158, 153],
  [263, 362, 386, 374, 385, 380],
] as const;

/** How far the eyes are open: height over width, mean of both (the eye aspect ratio of Soukupová and Čech, 2016). */
export function eyeOpening(mesh: Mesh): number {
  const each = eyes.map(([outer, inner, top, bottom, top2, bottom2]) => {
    const width = distance(mesh, outer, inner);
    return width > 0 ? (distance(mesh, top, bottom) + distance(mesh, top2, bottom2)) / (2 * width) : 0;
  });
  return ((each[0] ?? 0) + (each[1] ?? 0)) / 2;
}

export interface Blinks {
  /** Times at which the eyes were most closed. */
  readonly atMs: readonly number[];
  /** How long the eyes were watched, without gaps. */
  readonly watchedMs: number;
  /** How far the eyes are open most of the time. */
  readonly open: number;
}

/** Half of the time over which the usual opening is taken. */
const USUAL_MS = 1500;
/** A blink brings the opening below this part of what is usual around it. */
const CLOSED = 0.7;
const LONGEST_MS = 600;
/** Moments further apart are not watched in between. */
const GAP_MS = 150;

/** Counts dips of the opening of the eyes: closed for a moment and open again. Moments in order of time. */
export function countBlinks(moments: readonly Moment[]): Blinks {
  const atMs: number[] = [];
  let watchedMs = 0;
  let dip: Moment[] = [];
  moments.forEach((moment, i) => {
    const before = moments[i - 1];
    const gap = before === undefined ? 0 : moment.atMs - before.atMs;
    if (gap <= GAP_MS) watchedMs += gap;
    else dip = [];
    const usual = usualAround(moments, moment.atMs);
    if (moment.value < usual * CLOSED) dip.push(moment);
    else {
      const [first] = dip;
      if (first !== undefined && moment.atMs - first.atMs <= LONGEST_MS) atMs.push(deepest(dip));
      dip = [];
    }
  });
  return { atMs, watchedMs, open: median(moments.map(({ value }) => value)) };
}

function deepest(dip: readonly Moment[]): number {
  return dip.reduce((low, moment) => (moment.value < low.value ? moment : low)).atMs;
}

function usualAround(moments: readonly Moment[], atMs: number): number {
  return median(moments.filter((m) => Math.abs(m.atMs - atMs) <= USUAL_MS).map(({ value }) => value));
}

/** The middle value; 0 for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
