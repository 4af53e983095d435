import type { Json, Sink } from '../../../src/contract/plain.ts';
import { type Box, blankRaster, drawBoxes, encodePng, palette } from '../../../src/media/index.ts';
import { findTiles, type GreyFrame } from '../../../src/vision/index.ts';
import type { Person } from './judge-person.ts';

const LEAST_MOMENTS = 3;
/** Sizes of tiles differ by less than this part of the picture. */
const ALIKE = 0.06;
const round = (value: number): number => Number(value.toFixed(3));

const asShares = ({ x, y, width, height }: Box, frame: GreyFrame): Box => ({
  x: x / frame.width,
  y: y / frame.height,
  width: width / frame.width,
  height: height / frame.height,
});

function holds(tile: Box, { place }: Person): boolean {
  const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
  return x >= tile.x && x < tile.x + tile.width && y >= tile.y && y < tile.y + tile.height;
}

/** Small pictures inside a tile come after it: a face belongs to the last that holds it. */
function facesIn(tiles: readonly Box[], people: readonly Person[]): Map<number, number[]> {
  const faces = new Map<number, number[]>();
  for (const person of people) {
    const at = tiles.findLastIndex((tile) => holds(tile, person));
    if (at >= 0) faces.set(at, [...(faces.get(at) ?? []), person.number]);
  }
  return faces;
}

const isAlike = (a: Box, b: Box): boolean =>
  Math.abs(a.width - b.width) < ALIKE && Math.abs(a.height - b.height) < ALIKE;

const isInside = (small: Box, large: Box): boolean =>
  small.x >= large.x &&
  small.y >= large.y &&
  small.x + small.width <= large.x + large.width &&
  small.y + small.height <= large.y + large.height;

/** Two tiles of one call have the same size, or one is a small picture inside the other; a wall between two people has neither. */
const areTiles = (a: Box, b: Box): boolean => isAlike(a, b) || isInside(a, b) || isInside(b, a);

interface Tile extends Box {
  readonly faces: readonly number[];
}

/** Parts with a face, and those of the same size: a camera that is off. Any other rectangle is a shelf or a window in a scene. */
function chooseTiles(parts: readonly Box[], people: readonly Person[]): Tile[] {
  const faces = facesIn(parts, people);
  const all = parts.map((part, i): Tile => ({ ...part, faces: faces.get(i) ?? [] }));
  const shown = all.filter((tile) => tile.faces.length > 0);
  return all.filter((tile) => tile.faces.length > 0 || shown.some((other) => isAlike(tile, other)));
}

function drawMoment({ width, height, data }: GreyFrame, tiles: readonly Box[]) {
  const picture = blankRaster(width, height, [0, 0, 0]);
  data.forEach((value, i) => {
    picture.data.fill(value, i * 3, i * 3 + 3);
  });
  return drawBoxes(
    picture,
    tiles.map(({ x, y, width: w, height: h }) => ({
      ...{ x: x * width, y: y * height, width: w * width, height: h * height },
      colour: palette.orange,
    })),
    2,
  );
}

/** Says when steady straight borders divide the film and at least two of the parts have a face of their own. */
export async function tellLayout(
  sink: Sink,
  moments: readonly GreyFrame[],
  people: readonly Person[],
): Promise<Json> {
  const [first] = moments;
  if (first === undefined || moments.length < LEAST_MOMENTS) return null;
  const parts = findTiles(moments).map((part) => asShares(part, first));
  const tiles = chooseTiles(parts, people);
  const facts = tiles.map(({ x, y, width, height, faces }): Json => {
    const place = { x: round(x), y: round(y), width: round(width), height: round(height) };
    return { ...place, faces: [...faces] };
  });
  const shown = tiles.filter(({ faces }) => faces.length > 0);
  const isDivided = shown.some((tile, i) => shown.slice(i + 1).some((other) => areTiles(tile, other)));
  if (!isDivided) return facts;
  const who = tiles
    .flatMap(({ faces }, i) => (faces.length > 0 ? [`part ${i + 1}: face ${faces.join(', ')}`] : []))
    .join('; ');
  await sink.evidence({
    id: 'layout',
    mediaType: 'image/png',
    caption: `One moment of the film with the ${tiles.length} parts that steady straight borders divide it into.`,
    from: await encodePng(drawMoment(first, tiles)),
  });
  sink.finding({
    id: 'face-forgery.video.layout',
    title: `Looks like a recorded video call or split screen with ${tiles.length} tiles`,
    detail: `Straight borders stay at the same place through the film and divide it into ${tiles.length} parts; ${shown.length} of them show a face of their own (${who}). In a staged call some tiles can be genuine and others not: each face is examined by itself. A broadcast with a split screen looks the same.`,
    severity: 'info',
    measure: { name: 'tiles', value: tiles.length, unit: 'count' },
    evidence: ['layout'],
  });
  return facts;
}
