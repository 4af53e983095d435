import type { Model } from '../contract/plain.ts';
import type { Raster } from '../media/index.ts';
import { cutFace } from './cut-face.ts';
import type { Face } from './detect-faces.ts';
import { type Examinable, examinable } from './examinable.ts';
import { cutChanged, type Retest } from './explain-robustness.ts';
import { describeCrops, scoreFeatures } from './face-features.ts';
import { FACE_FLOOR } from './track-detect.ts';

/** Faces of one picture that are looked at. */
export const MOST_FACES = 20;

/** A face with its number in the picture: 1 is the largest. */
export interface NumberedFace extends Face {
  readonly number: number;
}

export interface ScoredFace extends NumberedFace {
  readonly crop: Raster;
  /** Raw, of the head. */
  readonly value: number;
  readonly retests: readonly Retest[];
}

export interface RefusedFace extends NumberedFace {
  readonly why: Extract<Examinable, { ok: false }>;
}

export interface SortedFaces {
  /** Those that may be scored. */
  readonly good: readonly NumberedFace[];
  readonly refused: readonly RefusedFace[];
}

export interface FaceScorers {
  /** `face-features`. */
  readonly features: Model;
  readonly head: Model;
}

const areaOf = ({ box }: Face): number => box.width * box.height;

/** The faces that the detector is sure of, the largest first; `left`: how many more there are than are looked at. */
export function chooseFaces(found: readonly Face[]): { faces: NumberedFace[]; left: number } {
  const sure = found.filter(({ score }) => score >= FACE_FLOOR).sort((a, b) => areaOf(b) - areaOf(a));
  const faces = sure.slice(0, MOST_FACES).map((face, i) => ({ ...face, number: i + 1 }));
  return { faces, left: sure.length - faces.length };
}

/** Tells faces that may be scored from others. `raster` has the pixels that were submitted; `mesh`: `facemesh`. */
export async function sortFaces(
  raster: Raster,
  faces: readonly NumberedFace[],
  mesh: Model,
): Promise<SortedFaces> {
  const good: NumberedFace[] = [];
  const refused: RefusedFace[] = [];
  for (const face of faces) {
    const why = await examinable(raster, face.box, { mesh });
    if (why.ok) good.push(face);
    else refused.push({ ...face, why });
  }
  return { good, refused };
}

/** Raw scores of crops of `cutFace`. */
export async function scoreCrops(
  crops: readonly Raster[],
  { features, head }: FaceScorers,
): Promise<number[]> {
  return scoreFeatures(await describeCrops(crops, features), head);
}

/** Scores a face as it is and in changed copies. */
export async function scoreFace(
  raster: Raster,
  face: NumberedFace,
  scorers: FaceScorers,
): Promise<ScoredFace> {
  const crop = await cutFace(raster, face.box);
  const changed = await cutChanged(raster, face.box);
  const scores = await scoreCrops([crop, ...changed.map((one) => one.crop)], scorers);
  const [value = 0, ...others] = scores;
  const retests = changed.map(({ change }, i) => ({ change, score: others[i] ?? 0 }));
  return { ...face, crop, value, retests };
}
