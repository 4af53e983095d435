import type { AnalysisContext, Model } from '../contract/plain.ts';
import type { DecodedImage } from '../media/index.ts';
import { chooseFaces, MOST_FACES, type SortedFaces, sortFaces } from './score-faces.ts';
import { detectWide, quarters } from './track-detect.ts';

const LEAST_SIDE = 64;
/** From this size on a picture is searched in quarters too: a face of 64 pixels is lost in the whole. */
const LARGE = 1024;
/** Smaller than this part of the longer side of what it is shown the detector rarely sees a face. */
const SMALLEST = 1 / 16;
const QUARTER = 0.625;

/**
 * Faces of a picture, the largest first, those that may be scored told from others; undefined: there is none, which is
 * said in coverage. Needs the models `blazeface` and `facemesh`.
 */
export async function findFaces(
  { raster, header }: DecodedImage,
  { sink, model }: Pick<AnalysisContext, 'sink' | 'model'>,
  sought: string,
): Promise<SortedFaces | undefined> {
  const nothing = (detail: string) => sink.notExamined(`Faces: ${sought}`, 'not-examinable', detail);
  if (Math.min(header.width, header.height) < LEAST_SIDE) {
    nothing(
      `The picture is ${header.width} by ${header.height} pixels; faces are looked for from ${LEAST_SIDE} pixels.`,
    );
    return undefined;
  }
  const parts = Math.max(raster.width, raster.height) < LARGE ? [] : quarters(raster);
  const { faces, left } = chooseFaces(await detectWide(raster, parts, await model('blazeface')));
  if (faces.length === 0) {
    const shown = Math.max(header.width, header.height) * (parts.length > 0 ? QUARTER : 1);
    const smallest = Math.round(shown * SMALLEST);
    nothing(
      `No face was found. Faces of less than about ${smallest} pixels in this picture, turned or covered ones can be missed.`,
    );
    return undefined;
  }
  if (left > 0)
    sink.notExamined(`${left} further faces`, 'not-run', `The ${MOST_FACES} largest faces were looked at.`);
  return sortFaces(raster, faces, await model('facemesh'));
}

/** A model that may be switched off or missing: then that is said, and the rest goes on. */
export async function openOptional(
  { sink, model }: Pick<AnalysisContext, 'sink' | 'model'>,
  name: string,
  sought: string,
): Promise<Model | undefined> {
  try {
    return await model(name);
  } catch (cause) {
    // Known by its name: the jail throws it without loading the class.
    if (!(cause instanceof Error) || cause.name !== 'AnalysisFailure') throw cause;
    sink.notExamined(`Faces: ${sought}`, 'not-run', cause.message.slice(0, 1000));
    return undefined;
  }
}
