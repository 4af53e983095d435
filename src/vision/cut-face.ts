import { type Box, type Raster, resizeRaster } from '../media/index.ts';

/** Pixels of a side of the crop that the forgery models see. */
export const FACE_SIDE = 224;
/** The crop is a square this much larger than the longer side of the detector's box. */
export const FACE_SCALE = 1.2;

export interface CutOptions {
  /** The box is the whole face crop already: no margin is added. */
  readonly whole?: boolean;
  /** Larger shows more around the face. For training, which must not depend on the detector's exact box. */
  readonly zoom?: number;
  /** In parts of the square. */
  readonly shift?: readonly [number, number];
  readonly mirror?: boolean;
}

/** Pixels outside the picture repeat its edge. */
function cutSquare(source: Raster, left: number, top: number, side: number, mirror: boolean): Raster {
  const data = new Uint8Array(side * side * 3);
  const inside = (at: number, size: number) => Math.max(0, Math.min(size - 1, at));
  for (let y = 0; y < side; y++) {
    const row = inside(top + y, source.height) * source.width;
    for (let x = 0; x < side; x++) {
      const from = (row + inside(left + (mirror ? side - 1 - x : x), source.width)) * 3;
      const to = (y * side + x) * 3;
      data[to] = source.data[from] ?? 0;
      data[to + 1] = source.data[from + 1] ?? 0;
      data[to + 2] = source.data[from + 2] ?? 0;
    }
  }
  return { width: side, height: side, data };
}

/** A square around a face as every forgery model here was trained on it: 224 by 224 pixels, edges repeated. */
export async function cutFace(source: Raster, box: Box, options: CutOptions = {}): Promise<Raster> {
  const { whole = false, zoom = 1, shift = [0, 0], mirror = false } = options;
  const side = Math.max(2, Math.round(Math.max(box.width, box.height) * (whole ? 1 : FACE_SCALE) * zoom));
  const left = Math.round(box.x + box.width / 2 + shift[0] * side - side / 2);
  const top = Math.round(box.y + box.height / 2 + shift[1] * side - side / 2);
  return resizeRaster(cutSquare(source, left, top, side, mirror), FACE_SIDE, FACE_SIDE);
}
