import type { Box, Colour, Raster } from './raster.ts';

/** Colours that stay apart for people who see red and green alike (Okabe and Ito, 2008). */
export const palette = {
  orange: [230, 159, 0],
  blue: [0, 114, 178],
  vermilion: [213, 94, 0],
  green: [0, 158, 115],
} as const satisfies Record<string, Colour>;

function fill(target: Raster, colour: Colour, area: Box): void {
  const left = Math.max(0, Math.round(area.x));
  const top = Math.max(0, Math.round(area.y));
  const right = Math.min(target.width, Math.round(area.x + area.width));
  const bottom = Math.min(target.height, Math.round(area.y + area.height));
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) target.data.set(colour, (y * target.width + x) * 3);
}

/**
 * A copy of the picture with the outline of each box, `line` pixels wide, inside the box's edge. Drawn on raw pixels:
 * nothing that could interpret markup is involved.
 */
export function drawBoxes(
  source: Raster,
  boxes: readonly (Box & { readonly colour: Colour })[],
  line = 2,
): Raster {
  const target = { ...source, data: source.data.slice() };
  for (const { x, y, width, height, colour } of boxes) {
    fill(target, colour, { x, y, width, height: line });
    fill(target, colour, { x, y: y + height - line, width, height: line });
    fill(target, colour, { x, y, width: line, height });
    fill(target, colour, { x: x + width - line, y, width: line, height });
  }
  return target;
}

/** Scales a box, as when its picture is shown smaller. */
export function scaleBox({ x, y, width, height }: Box, factor: number): Box {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor };
}
