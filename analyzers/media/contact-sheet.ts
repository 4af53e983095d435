import { blankRaster, decodePng, encodePng, fitRaster, paste } from '../../src/media/index.ts';

/** A frame as PNG, and when it was. */
export interface Shot {
  readonly atMs: number;
  readonly png: Uint8Array;
}

const COLUMNS = 4;
const CELL = 320;
const GAP = 8;

/** All shots on one sheet, row by row, as PNG. */
export async function makeContactSheet(shots: readonly Shot[]): Promise<Uint8Array> {
  const columns = Math.min(COLUMNS, shots.length);
  const rasters = await Promise.all(shots.map(async ({ png }) => fitRaster(await decodePng(png), CELL)));
  const cellHeight = Math.max(...rasters.map((r) => r.height));
  const rows = Math.ceil(rasters.length / columns);
  const sheet = blankRaster(columns * (CELL + GAP) + GAP, rows * (cellHeight + GAP) + GAP, [255, 255, 255]);
  rasters.forEach((raster, i) => {
    const left = GAP + (i % columns) * (CELL + GAP);
    const top = GAP + Math.floor(i / columns) * (cellHeight + GAP);
    paste(sheet, raster, left, top);
  });
  return encodePng(sheet);
}
