import type { Slab } from '../slab.ts';

type Point = readonly [x: number, y: number];

const turn = ([ox, oy]: Point, [ax, ay]: Point, [bx, by]: Point): number =>
  (ax - ox) * (by - oy) - (ay - oy) * (bx - ox);

/** The convex hull of points (Andrew's monotone chain). */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (a === undefined || b === undefined || turn(a, b, point) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** The rectangle around points with its sides along `angle`. */
function around(points: readonly Point[], angle: number): Slab {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const u = x * cos + y * sin;
    const v = y * cos - x * sin;
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return {
    centreX: u * cos - v * sin,
    centreY: u * sin + v * cos,
    width: right - left,
    height: bottom - top,
    angle,
  };
}

/** Turned by less than this it is read as level: the map's pixels allow no finer answer. */
const LEVEL = 0.012;

/** The smallest rectangle around points, its angle within ±45°: one of its sides lies along the hull. */
export function enclose(points: readonly Point[]): Slab {
  const hull = hullOf(points);
  let best = around(hull, 0);
  let least = best.width * best.height;
  // Level text is the rule: a turned rectangle has to be clearly smaller.
  least *= 0.97;
  hull.forEach(([x, y], i) => {
    const [nextX, nextY] = hull[(i + 1) % hull.length] ?? [x, y];
    const along = Math.atan2(nextY - y, nextX - x);
    const angle = along - Math.round(along / (Math.PI / 2)) * (Math.PI / 2);
    if (Math.abs(angle) < LEVEL) return;
    const slab = around(hull, angle);
    if (slab.width * slab.height >= least) return;
    best = slab;
    least = slab.width * slab.height;
  });
  return best;
}
