import type { AnalysisContext, Model } from '../contract/plain.ts';
import type { DecodedImage } from '../media/index.ts';
import type { SaidScore } from './explain-score.ts';
import { findFaces, openOptional } from './find-faces.ts';
import { type NumberedFace, type ScoredFace, scoreFace } from './score-faces.ts';
import { type FacePlace, tellFaces, tellRefused } from './tell-faces.ts';

/** One kind of forgery that a head on `face-features` tells. */
export interface FaceMethod {
  /** Key of models/manifest.json. */
  readonly head: string;
  /** Before each finding's number. */
  readonly rule: string;
  /** In words, with its article: `an exchanged face`. */
  readonly sought: string;
  say(head: Model, value: number, place: FacePlace): SaidScore;
}

/**
 * Finds the faces of a picture, scores those that may be scored with the method's head, and says it all with evidence.
 * Gives back the faces that may be scored, for further models. Without its head it says so and goes on.
 */
export async function examineFaces(
  picture: DecodedImage,
  context: AnalysisContext,
  method: FaceMethod,
): Promise<readonly NumberedFace[]> {
  const { sink } = context;
  const faces = await findFaces(picture, context, method.sought);
  if (faces === undefined) return [];
  const head = await openOptional(context, method.head, method.sought);
  if (head === undefined) {
    tellRefused(sink, faces.refused, method.sought);
    return faces.good;
  }
  const scorers = { features: await context.model('face-features'), head };
  const scored: ScoredFace[] = [];
  for (const face of faces.good) {
    context.signal.throwIfAborted();
    scored.push(await scoreFace(picture.raster, face, scorers));
    sink.progress(scored.length / (faces.good.length + 1), `face ${face.number} scored`);
  }
  await tellFaces(sink, {
    scored,
    refused: faces.refused,
    raster: picture.raster,
    scale: picture.scale,
    scorers,
    rule: method.rule,
    sought: method.sought,
    say: (value, place) => method.say(head, value, place),
  });
  return faces.good;
}
