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
  /**
   * A line on a bent page or a photographed screen: how far it lies below its own axis at distance u from its middle, over
   * u². Pixels⁻¹; absent: straight.
   */
  readonly bend?: number;
}

/** The upright box around a slab. */
export function boxAround({ centreX, centreY, width, height, angle, bend = 0 }: Slab): Box {
  const cos = Math.abs(Math.cos(angle));
  const sin = Math.abs(Math.sin(angle));
  const sag = bend * (width / 2) ** 2;
  const w = width * cos + height * sin;
  const h = width * sin + height * cos + Math.abs(sag) * cos;
  return { x: centreX - w / 2, y: centreY - h / 2 + (sag / 2) * cos, width: w, height: h };
}

/** A part of a slab, from `from` to `to` of its width (0–1). */
export function partOf(slab: Slab, from: number, to: number): Slab {
  const along = ((from + to) / 2 - 0.5) * slab.width;
  const [cos, sin] = [Math.cos(slab.angle), Math.sin(slab.angle)];
  const below = (slab.bend ?? 0) * along * along;
  return {
    ...slab,
    centreX: slab.centreX + along * cos - below * sin,
    centreY: slab.centreY + along * sin + below * cos,
    width: (to - from) * slab.width,
    angle: slab.angle + Math.atan(2 * (slab.bend ?? 0) * along),
  };
}

/** The slab with this much more on each side. */
export function grow(slab: Slab, alongX: number, alongY: number): Slab {
  return { ...slab, width: slab.width + 2 * alongX, height: slab.height + 2 * alongY };
}
