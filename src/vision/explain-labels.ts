import type { Colour, Raster } from '../media/index.ts';

/** Five by seven pixels a letter, a row per number, the leftmost pixel is 16. */
const letters: Readonly<Record<string, readonly number[]>> = {
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  '.': [0, 0, 0, 0, 0, 12, 12],
  '-': [0, 0, 0, 31, 0, 0, 0],
  ':': [0, 12, 12, 0, 12, 12, 0],
};
const [WIDE, HIGH] = [6, 7];
const DARK: Colour = [0, 0, 0];

/**
 * Writes figures, `.`, `-` and `:` into a picture, white on black, inside its edges; other characters are gaps. `size`:
 * pixels of each dot.
 */
export function drawLabel(target: Raster, text: string, left: number, top: number, size: number): void {
  const width = (text.length * WIDE + 1) * size;
  const height = (HIGH + 2) * size;
  const x = Math.max(0, Math.min(target.width - width, Math.round(left)));
  const y = Math.max(0, Math.min(target.height - height, Math.round(top)));
  fill(target, x, y, width, height, DARK);
  [...text].forEach((letter, i) => {
    const rows = letters[letter] ?? [];
    rows.forEach((bits, row) => {
      for (let column = 0; column < WIDE - 1; column++)
        if ((bits >> (WIDE - 2 - column)) & 1)
          fill(target, x + (i * WIDE + column + 1) * size, y + (row + 1) * size, size, size, [255, 255, 255]);
    });
  });
}

function fill(
  target: Raster,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  for (let y = Math.max(0, top); y < Math.min(target.height, top + height); y++)
    for (let x = Math.max(0, left); x < Math.min(target.width, left + width); x++)
      target.data.set(colour, (y * target.width + x) * 3);
}
