import type { AnalysisContext, OpenArtefact } from '../../src/contract/plain.ts';
import { examineFaces, openPicture, originalBox, sayAdded, tellLimits } from '../../src/vision/index.ts';
import { sayFaceScore } from './say-score.ts';

/** Faces of one picture: scored where they may be, explained, and said with what was not examined. */
export async function examinePicture(artefact: OpenArtefact, context: AnalysisContext): Promise<void> {
  const picture = await openPicture(artefact.path);
  tellLimits(context.sink, picture);
  const faces = await examineFaces(picture, context, {
    head: 'face-swap',
    rule: 'face-forgery.swapped',
    sought: 'an exchanged or re-enacted face',
    say: (head, value, place) => sayFaceScore(value, head, place),
  });
  const places = faces.map(({ number, box }) => ({
    subject: `Face ${number}`,
    suffix: `#${number}`,
    box,
    locations: [{ kind: 'box' as const, ...originalBox(box, picture.scale) }],
  }));
  await sayAdded(context, 'face-score', picture.raster, places, 'face-forgery.added');
}
