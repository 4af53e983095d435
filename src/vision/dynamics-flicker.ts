import { median } from './dynamics-blink.ts';
import { distance, EYE_CORNERS, type Mesh, pointOf } from './track-mesh.ts';

/** Points on bone rather than on what speaks or blinks: bridge and sides of the nose, temples, cheekbones, forehead. */
const firm = [6, 168, 197, 195, 122, 351, 127, 356, 116, 345, 10, 109, 338, 234, 454, 50, 280] as const;

/** Longest time between frames in which a trembling can be told from a movement. */
const MAX_STEP_MS = 60;

export interface Shape {
  readonly atMs: number;
  readonly mesh: Mesh;
}

/**
 * How much the points on bone tremble against each other from frame to frame, as part of the distance of the eyes: what
 * is left of each point after place, size and tilt of the whole head are taken out and what moves evenly is subtracted.
 * Median over points and frames. Undefined with fewer than three frames close enough in time.
 */
export function landmarkTremor(shapes: readonly Shape[]): number | undefined {
  const residuals: number[] = [];
  for (let i = 1; i + 1 < shapes.length; i++) {
    const three = [shapes[i - 1], shapes[i], shapes[i + 1]];
    const [before, now, after] = three;
    if (before === undefined || now === undefined || after === undefined) continue;
    if (now.atMs - before.atMs > MAX_STEP_MS || after.atMs - now.atMs > MAX_STEP_MS) continue;
    const [a, b, c] = [before, now, after].map(({ mesh }) => upright(mesh));
    if (a === undefined || b === undefined || c === undefined) continue;
    for (let k = 0; k < firm.length * 2; k += 2) {
      const x = (b[k] ?? 0) - ((a[k] ?? 0) + (c[k] ?? 0)) / 2;
      const y = (b[k + 1] ?? 0) - ((a[k + 1] ?? 0) + (c[k + 1] ?? 0)) / 2;
      residuals.push(Math.hypot(x, y));
    }
  }
  return residuals.length === 0 ? undefined : median(residuals);
}

/** The firm points around their middle, head upright, with the distance of the eyes as 1. Undefined: there is none. */
function upright(mesh: Mesh): Float32Array | undefined {
  const eyes = distance(mesh, EYE_CORNERS[0], EYE_CORNERS[1]);
  if (!(eyes > 0)) return undefined;
  const [lx, ly] = pointOf(mesh, EYE_CORNERS[0]);
  const [rx, ry] = pointOf(mesh, EYE_CORNERS[1]);
  const [cos, sin] = [(rx - lx) / eyes, (ry - ly) / eyes];
  const points = firm.map((i) => pointOf(mesh, i));
  const mx = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  return Float32Array.from(
    points.flatMap(([x, y]) => {
      const [dx, dy] = [(x - mx) / eyes, (y - my) / eyes];
      return [dx * cos + dy * sin, dy * cos - dx * sin];
    }),
  );
}
