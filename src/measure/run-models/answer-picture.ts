import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnalysisContext, AnalysisFailure, type PictureCrop } from '../../contract/plain.ts';
import { type Box, decodeImage, type Raster } from '../../media/index.ts';
import { cutPart, detectFaces, encodePicture, scorePicture } from '../../vision/index.ts';
import type { PictureAnswer, Task } from '../task.ts';

/** Larger pictures are scaled down first; no network looks at so many pixels. */
const LONGEST_SIDE = 4096;
/** From here the face detector is believed (models/blazeface.md). */
const FACE_SCORE = 0.7;
/** Smaller faces have too few pixels for any score. */
const SMALLEST_FACE = 64;

/** Scores or features of one picture, or why there are none. What the picture is to blame for is an answer, no failure. */
export async function answerPicture(
  bytes: Uint8Array,
  task: Exclude<Task, { task: 'probe' }>,
  context: AnalysisContext,
): Promise<PictureAnswer> {
  const path = join(context.workdir, 'picture');
  try {
    await writeFile(path, bytes);
    const { raster } = await decodeImage(path, { maxSide: LONGEST_SIDE });
    return await (task.task === 'score'
      ? scores(raster, task.whole, context)
      : features(raster, task.crop, task.whole, context));
  } catch (error) {
    if (!(error instanceof AnalysisFailure)) throw error;
    return { why: error.message.slice(0, 500) };
  } finally {
    await rm(path, { force: true });
  }
}

/** Each model by itself: one that refuses the picture leaves the others' scores. */
async function scores(raster: Raster, whole: boolean, context: AnalysisContext): Promise<PictureAnswer> {
  const face = lazily(() => largestFace(raster, context));
  const given: Record<string, number> = {};
  const refused: Record<string, string> = {};
  for (const added of context.addedModels) {
    const { manifest } = added;
    if (manifest.kind === 'encoder') continue;
    try {
      const box = manifest.input.crop.of === 'face' && !whole ? await face() : undefined;
      given[manifest.name] = (await scorePicture(added, raster, box)).score;
    } catch (error) {
      if (!(error instanceof AnalysisFailure)) throw error;
      refused[manifest.name] = error.message.slice(0, 500);
    }
  }
  return { scores: given, refused };
}

async function features(
  raster: Raster,
  crop: PictureCrop,
  whole: boolean,
  context: AnalysisContext,
): Promise<PictureAnswer> {
  const box = crop.of === 'face' && !whole ? await largestFace(raster, context) : undefined;
  const added = context.addedModels.find(({ manifest }) => manifest.kind === 'encoder');
  if (added?.manifest.kind !== 'encoder') return { why: 'The encoder could not be opened.' };
  const values = await encodePicture(
    { manifest: added.manifest, model: added.model },
    cutPart(raster, crop, box),
  );
  return { features: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64') };
}

/** Throws `AnalysisFailure('unsupported')` where there is none, or it is too small. */
async function largestFace(raster: Raster, context: AnalysisContext): Promise<Box> {
  const faces = await detectFaces(raster, await context.model('blazeface'), FACE_SCORE);
  const side = ({ width, height }: Box): number => Math.max(width, height);
  const [largest] = faces.map(({ box }) => box).sort((a, b) => side(b) - side(a));
  if (largest === undefined) throw new AnalysisFailure('unsupported', 'No face was found.');
  if (side(largest) < SMALLEST_FACE)
    throw new AnalysisFailure('unsupported', `The largest face is smaller than ${SMALLEST_FACE} pixels.`);
  return largest;
}

/** Does the work once, when it is first asked for. */
function lazily<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
