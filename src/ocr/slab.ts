import type { Box } from '../media/index.ts';

/** A rectangle that may be turned: where a line of text lies. Pixels of the raster it was found in. */
export interface Slab {
  readonly centreX: number;
  readonly centreY: number;
  /** Along the writing. */
  readonly width: number;
  readonly height: number;
  /** Radians, clockwise on the screen; 0: written level. */
  readonly angle: number;
}

/** The upright box around a slab. */
export function boxAround({ centreX, centreY, width, height, angle }: Slab): Box {
  const cos = Math.abs(Math.cos(angle));
  const sin = Math.abs(Math.sin(angle));
  const w = width * cos + height * sin;
  const h = width * sin + height * cos;
  return { x: centreX - w / 2, y: centreY - h / 2, width: w, height: h };
}

/** A part of a slab, from `from` to `to` of its width (0–1). */
export function partOf(slab: Slab, from: number, to: number): Slab {
  const along = ((from + to) / 2 - 0.5) * slab.width;
  return {
    ...slab,
    centreX: slab.centreX + along * Math.cos(slab.angle),
    centreY: slab.centreY + along * Math.sin(slab.angle),
    width: (to - from) * slab.width,
  };
}

/** The slab with this much more on each side. */
export function grow(slab: Slab, alongX: number, alongY: number): Slab {
  return { ...slab, width: slab.width + 2 * alongX, height: slab.height + 2 * alongY };
}
