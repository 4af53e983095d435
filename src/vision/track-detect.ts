import type { Model } from '../contract/plain.ts';
import { type Box, crop, type Raster } from '../media/index.ts';
import { detectFaces, type Face } from './detect-faces.ts';
import { overlap, suppress } from './suppress.ts';

/** From here a detection counts as a face: 1 of 237 pictures without people had a box above it (models/blazeface.md). */
export const FACE_FLOOR = 0.7;
const SAME_FACE = 0.3;
/** A box this much inside another one is the same face, seen in a part of the picture that cut it off. */
const INSIDE = 0.4;
/** A part of the picture this size still shows the detector the face and what is around it. */
const NEAR = 3;
/** Larger faces than this part of a part's longer side are seen in the whole picture as well. */
const LARGE = 0.5;
/** Faces with a side below this part of the picture's longer side are looked for closer up. */
const SMALL = 1 / 7;

/** The four corners of a picture, each 5/8 of its sides: a face at a border is whole in one of them. */
export function quarters({ width, height }: Raster): Box[] {
  const [w, h] = [Math.round(width * 0.625), Math.round(height * 0.625)];
  return [0, height - h].flatMap((y) => [0, width - w].map((x) => ({ x, y, width: w, height: h })));
}

/**
 * Faces in the whole picture, and small ones in each part of it seen by itself (the detector sees any input at 256 pixels).
 * A part shows only pieces of a large face: what it sees where the whole shows a face already does not count.
 */
export async function detectWide(raster: Raster, parts: readonly Box[], model: Model): Promise<Face[]> {
  const whole = await detectFaces(raster, model, FACE_FLOOR);
  const closer: Face[] = [];
  for (const part of parts) {
    const small = (face: Face): boolean => Math.max(face.box.width, face.box.height) < longest(part) * LARGE;
    closer.push(...(await detectIn(raster, part, model)).filter(small));
  }
  const unseen = closer.filter(({ box }) => whole.every((face) => !isSameFace(box, face.box)));
  return [...whole, ...withoutPieces(unseen)];
}

const longest = ({ width, height }: Box): number => Math.max(width, height);

/** One face seen in two parts may be cut off in one of them: the larger box is the whole face. */
function withoutPieces(faces: readonly Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of [...faces].sort((a, b) => longest(b.box) - longest(a.box)))
    if (kept.every((other) => !isSameFace(face.box, other.box))) kept.push(face);
  return kept;
}

function isSameFace(a: Box, b: Box): boolean {
  return overlap(a, b) > SAME_FACE || shareInside(a, b) > INSIDE || shareInside(b, a) > INSIDE;
}

/** The faces known from the frame before, looked for again: in the whole picture, or closer up where they are small. */
export async function detectAgain(raster: Raster, known: readonly Box[], model: Model): Promise<Face[]> {
  const longer = Math.max(raster.width, raster.height);
  const small = known.filter(({ width, height }) => Math.max(width, height) < longer * SMALL);
  const found = small.length === known.length ? [] : await detectFaces(raster, model, FACE_FLOOR);
  for (const box of small) {
    const near = await detectIn(raster, around(box, raster), model);
    found.push(...near.filter((face) => overlap(face.box, box) > 0));
  }
  return suppress(found, SAME_FACE);
}

async function detectIn(raster: Raster, part: Box, model: Model): Promise<Face[]> {
  const faces = await detectFaces(crop(raster, part), model, FACE_FLOOR);
  return faces.map(({ box, score }) => ({ score, box: { ...box, x: box.x + part.x, y: box.y + part.y } }));
}

function around({ x, y, width, height }: Box, picture: Raster): Box {
  const side = Math.max(width, height) * NEAR;
  const left = Math.max(0, Math.floor(x + width / 2 - side / 2));
  const top = Math.max(0, Math.floor(y + height / 2 - side / 2));
  const right = Math.min(picture.width, Math.ceil(left + side));
  const bottom = Math.min(picture.height, Math.ceil(top + side));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** How much of `a` lies in `b`, 0 to 1. */
function shareInside(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (a.width * a.height);
}
