/** A picture in memory: RGB, 8 bits a channel, rows top to bottom, no padding. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pixels of the picture the box belongs to; may lie partly outside it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Pixels that a library gave as Buffer, as plain bytes. The `slice` of a Buffer shares its memory: whoever drew on such a
 * copy would draw on the picture itself.
 */
export function plainBytes(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A raster of one colour. */
export function blankRaster(width: number, height: number, colour: Colour): Raster {
  const data = new Uint8Array(width * height * 3);
  const [red, green, blue] = colour;
  if (red === green && green === blue) data.fill(red);
  else for (let i = 0; i < data.length; i += 3) data.set(colour, i);
  return { width, height, data };
}

/** Copies `source` into `target`, its top left corner at (left, top); what does not fit is cut. */
export function paste(target: Raster, source: Raster, left: number, top: number): void {
  const columns = Math.min(source.width, target.width - left);
  if (left < 0 || top < 0 || columns <= 0) return;
  for (let y = 0; y < source.height && top + y < target.height; y++) {
    const from = y * source.width * 3;
    const row = source.data.subarray(from, from + columns * 3);
    target.data.set(row, ((top + y) * target.width + left) * 3);
  }
}

/** The part of a raster inside a box that lies wholly within it. Whole pixels. */
export function crop(source: Raster, { x, y, width, height }: Box): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * source.width + x) * 3;
    data.set(source.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, data };
}

/** Luma of each pixel (ITU-R BT.601), 0–255. */
export function toGrey(source: Raster): Uint8Array {
  const grey = new Uint8Array(source.width * source.height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    const [r = 0, g = 0, b = 0] = [source.data[at], source.data[at + 1], source.data[at + 2]];
    grey[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  }
  return grey;
}

/** The negative of a raster: light text on dark becomes dark on light. */
export function invert(source: Raster): Raster {
  return { ...source, data: source.data.map((v) => 255 - v) };
}
