import type { Slab } from '../slab.ts';
import type { Region } from './map-regions.ts';

/** A line shorter than this many of its heights is straight enough. */
const LEAST_LONG = 7;
/** The rectangle must be this much higher than the line within it. */
const LOOSE = 1.3;
/** Turned further than this, columns of the map say nothing about the thickness of a line. */
const MOST_SLOPE = 0.35;
/** A parabola that leaves the middles of the columns by more than this part of the thickness is not the line. */
const MOST_MISS = 0.3;

/** Its middle must leave its chord by this part of its thickness: a tighter rectangle alone costs spaces. */
const LEAST_SAG = 0.25;

interface Parabola {
  readonly height: number;
  readonly slope: number;
  readonly bend: number;
}

/** Least squares of y = height + slope·x + bend·x² (normal equations, x centred by the caller). */
function fitParabola(points: readonly (readonly [x: number, y: number])[]): Parabola | undefined {
  const s = [0, 0, 0, 0, 0];
  const t = [0, 0, 0];
  for (const [x, y] of points)
    for (let power = 0; power < 5; power++) {
      s[power] = (s[power] ?? 0) + x ** power;
      if (power < 3) t[power] = (t[power] ?? 0) + y * x ** power;
    }
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0] = s;
  const [t0 = 0, t1 = 0, t2 = 0] = t;
  const whole = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s3 * s2) + s2 * (s1 * s3 - s2 * s2);
  if (Math.abs(whole) < 1e-6) return undefined;
  const height = t0 * (s2 * s4 - s3 * s3) - s1 * (t1 * s4 - s3 * t2) + s2 * (t1 * s3 - s2 * t2);
  const slope = s0 * (t1 * s4 - t2 * s3) - t0 * (s1 * s4 - s3 * s2) + s2 * (s1 * t2 - t1 * s2);
  const bend = s0 * (s2 * t2 - s3 * t1) - s1 * (s1 * t2 - s2 * t1) + t0 * (s1 * s3 - s2 * s2);
  return { height: height / whole, slope: slope / whole, bend: bend / whole };
}

/**
 * The rectangle of a region, bent along its line where that makes it clearly lower: text on a photographed screen is
 * seldom straight, and in a rectangle around a bent line its letters are too small to be read.
 */
export function fitBend({ columns }: Region, box: Slab): Slab {
  const ranges = [...columns].sort((a, b) => a[0] - b[0]);
  const thick = ranges.map(([, [top, bottom]]) => bottom - top + 1).sort((a, b) => a - b);
  const usual = thick[Math.floor(thick.length * 0.85)] ?? box.height;
  if (box.width < LEAST_LONG * usual || box.height < LOOSE * usual) return box;
  const [first, last] = [ranges[0]?.[0] ?? 0, ranges.at(-1)?.[0] ?? 0];
  const middle = (first + last + 1) / 2;
  const points = ranges.map(([x, [top, bottom]]) => [x + 0.5 - middle, (top + bottom + 1) / 2] as const);
  const line = fitParabola(points);
  if (line === undefined || Math.abs(line.slope) > MOST_SLOPE) return box;
  if (Math.abs(line.bend) * (box.width / 2) ** 2 < LEAST_SAG * usual) return box;
  const off = points.map(([x, y]) => Math.abs(y - line.height - line.slope * x - line.bend * x * x));
  const miss = off.sort((a, b) => a - b)[Math.floor(off.length * 0.9)] ?? 0;
  if (miss > MOST_MISS * usual) return box;
  const angle = Math.atan(line.slope);
  const cos = Math.cos(angle);
  return {
    centreX: middle,
    centreY: line.height,
    width: (last - first + 1) / cos,
    height: usual * cos,
    angle,
    // Along the turned axis u = x / cos, and across it the offset shrinks by cos.
    bend: line.bend * cos ** 3,
  };
}
