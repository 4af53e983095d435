import { AnalysisFailure, type Model } from '../contract/plain.ts';
import type { Raster } from '../media/index.ts';

/** Faces in one call. */
const BATCH = 4;

/** What the model `faceres` says of each crop of `cutFace`, each row of length 1. Compare rows by `likeness`. */
export async function describeIdentity(crops: readonly Raster[], model: Model): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for (let from = 0; from < crops.length; from += BATCH) {
    const batch = crops.slice(from, from + BATCH);
    const [{ width, height } = { width: 0, height: 0 }] = batch;
    const data = new Float32Array(batch.length * width * height * 3);
    batch.forEach((crop, i) => {
      data.set(crop.data, i * width * height * 3);
    });
    const dims = [batch.length, height, width, 3];
    const { features } = await model.run({ input_1: { type: 'float32', dims, data } });
    if (features?.type !== 'float32')
      throw new AnalysisFailure('crashed', 'The model faceres gave no features.');
    const length = features.data.length / batch.length;
    for (let i = 0; i < batch.length; i++)
      rows.push(unit(features.data.subarray(i * length, (i + 1) * length)));
  }
  return rows;
}

/** Cosine of the angle between two rows of length 1; higher for faces that look alike. */
export function likeness(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The mean of several rows, again of length 1. */
export function meanIdentity(rows: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(rows[0]?.length ?? 0);
  for (const row of rows)
    row.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value;
    });
  return unit(mean);
}

function unit(row: Float32Array): Float32Array {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? row.map((value) => value / length) : row.slice();
}
