import { AnalysisFailure, type Model } from '../contract/plain.ts';
import type { Raster } from '../media/index.ts';
import { FACE_SIDE } from './cut-face.ts';

/** Faces in one call: more does not make it faster, but needs more memory. */
const BATCH = 4;

/** What the model `face-features` says of each crop of `cutFace`: one row of numbers for any head. */
export async function describeCrops(crops: readonly Raster[], model: Model): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for (let from = 0; from < crops.length; from += BATCH) {
    const batch = crops.slice(from, from + BATCH);
    const data = new Float32Array(batch.length * FACE_SIDE * FACE_SIDE * 3);
    batch.forEach((crop, i) => {
      data.set(crop.data, i * FACE_SIDE * FACE_SIDE * 3);
    });
    const { features } = await model.run({
      input_1: { type: 'float32', dims: [batch.length, FACE_SIDE, FACE_SIDE, 3], data },
    });
    if (features?.type !== 'float32')
      throw new AnalysisFailure('crashed', 'The model face-features gave no features.');
    const width = features.data.length / batch.length;
    for (let i = 0; i < batch.length; i++) rows.push(features.data.slice(i * width, (i + 1) * width));
  }
  return rows;
}

/** The score of a head for each row of `describeCrops`: a raw number, higher for made or changed faces. */
export async function scoreFeatures(rows: readonly Float32Array[], head: Model): Promise<number[]> {
  const width = rows[0]?.length ?? 0;
  if (width === 0) return [];
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    data.set(row, i * width);
  });
  const { score } = await head.run({ features: { type: 'float32', dims: [rows.length, width], data } });
  if (score?.type !== 'float32' || score.data.length !== rows.length || !score.data.every(Number.isFinite))
    throw new AnalysisFailure('crashed', `The model ${head.name} gave no score.`);
  return [...score.data];
}
