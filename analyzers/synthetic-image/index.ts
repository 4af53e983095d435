import type { Analyze, Model } from '../../src/contract/plain.ts';
import { examineFaces, openPicture, sayAdded, sayScore, tellLimits } from '../../src/vision/index.ts';
import { sayTraining } from './say-training.ts';

const words = {
  proposition: 'the face was generated as a whole by a tool of the kind tested',
  alternative: 'rather than recorded by a camera and changed no further than by ordinary processing',
};

/** Looks for generated faces, and with models that the operator added at the picture as a whole. */
export const analyze: Analyze = async (artefact, context) => {
  const picture = await openPicture(artefact.path);
  tellLimits(context.sink, picture);
  let used: Model | undefined;
  await examineFaces(picture, context, {
    head: 'generated-face',
    rule: 'synthetic-image.generated',
    sought: 'a generated face',
    say: (head, score, place) => {
      used = head;
      return sayScore({ ...words, ...place, model: head, score });
    },
  });
  if (used !== undefined) context.sink.finding(sayTraining(used));
  const whole = { subject: 'The picture', suffix: '', box: undefined, locations: [] };
  await sayAdded(context, 'image-score', picture.raster, [whole], 'synthetic-image.added');
};
