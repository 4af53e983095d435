import { type Box, crop, type Raster, recompressJpeg, resizeRaster, scaleBox } from '../media/index.ts';
import { cutFace, FACE_SCALE } from './cut-face.ts';

/** The same place scored again after what messengers and editors do to a picture. */
export interface Retest {
  readonly change: string;
  readonly score: number;
}

/** JPEG works on blocks of this many pixels: a part that starts on one is compressed as in the whole picture. */
const BLOCK = 16;
const ROOM = 1.4;

type Change = { readonly name: string } & ({ readonly quality: number } | { readonly scale: number });

const changes: readonly Change[] = [
  ...[90, 70, 50, 30].map((quality) => ({ name: `saved as JPEG ${quality}`, quality })),
  ...[0.75, 0.5].map((scale) => ({ name: `scaled to ${scale * 100} %`, scale })),
];

/** The crop of a face (`cutFace`) from changed copies of the picture around it, each with the name of the change. */
export async function cutChanged(raster: Raster, box: Box): Promise<{ change: string; crop: Raster }[]> {
  const part = partAround(raster, box);
  const source = crop(raster, part);
  const within = { ...box, x: box.x - part.x, y: box.y - part.y };
  const crops: { change: string; crop: Raster }[] = [];
  for (const change of changes)
    crops.push({ change: change.name, crop: await cutFrom(source, within, change) });
  return crops;
}

async function cutFrom(source: Raster, box: Box, change: Change): Promise<Raster> {
  if ('quality' in change) return cutFace(await recompressJpeg(source, change.quality, '4:2:0'), box);
  const sized = (side: number) => Math.max(1, Math.round(side * change.scale));
  const smaller = await resizeRaster(source, sized(source.width), sized(source.height));
  return cutFace(smaller, scaleBox(box, change.scale));
}

/** The crop with some room, from a block's edge, as far as the picture reaches. */
function partAround({ width, height }: Raster, box: Box): Box {
  const half = (Math.max(box.width, box.height) * FACE_SCALE * ROOM) / 2;
  const start = (centre: number) => Math.max(0, Math.floor((centre - half) / BLOCK) * BLOCK);
  const [x, y] = [start(box.x + box.width / 2), start(box.y + box.height / 2)];
  const end = (centre: number, most: number) => Math.min(most, Math.ceil(centre + half));
  return {
    x,
    y,
    width: end(box.x + box.width / 2, width) - x,
    height: end(box.y + box.height / 2, height) - y,
  };
}
