import type { AddedModel, AnalysisContext, Location } from '../contract/plain.ts';
import type { Box, Raster } from '../media/index.ts';
import { type SaidScore, sayScore } from './explain-score.ts';
import { scorePicture } from './score-picture.ts';

/** One place that added models look at: a face with its box, or the whole picture without. */
export interface PlaceToScore {
  /** `Face 2`, `The picture`. */
  readonly subject: string;
  /** Ends the finding's id: `#2`; may be empty. */
  readonly suffix: string;
  readonly box: Box | undefined;
  readonly locations: readonly Location[];
}

const words = {
  proposition: 'it was generated or altered by a tool of the kind that this model was trained on',
  alternative: 'rather than recorded by a camera and changed no further than by ordinary processing',
};

/**
 * Scores places with every added model of a kind, in the same words as the shipped ones; each finding stands by itself.
 * Their robustness is not tried. A model that does not run is said in coverage.
 */
export async function sayAdded(
  { sink, addedModels }: Pick<AnalysisContext, 'sink' | 'addedModels'>,
  kind: 'face-score' | 'image-score',
  raster: Raster,
  places: readonly PlaceToScore[],
  rule: string,
): Promise<void> {
  for (const added of addedModels.filter(({ manifest }) => manifest.kind === kind))
    for (const place of places) {
      const what = `${place.subject} with the added model ${added.manifest.name}`;
      const said = await scorePlace(added, raster, place, places.length, rule).catch((cause: unknown) => {
        if (!(cause instanceof Error) || cause.name !== 'AnalysisFailure') throw cause;
        sink.notExamined(what, 'not-run', cause.message.slice(0, 1000));
      });
      if (said === undefined) continue;
      sink.finding(said.finding);
      if (said.standing === 'uncalibrated')
        sink.notExamined(what, 'not-run', 'The added model has no calibration: its score says nothing yet.');
      else sink.examined(what);
      if (said.inconclusive !== undefined) sink.notExamined(what, 'inconclusive', said.inconclusive);
    }
}

async function scorePlace(
  added: AddedModel,
  raster: Raster,
  place: PlaceToScore,
  among: number,
  rule: string,
): Promise<SaidScore> {
  const { manifest, model } = added;
  const { score } = await scorePicture(added, raster, place.box);
  const calibration = 'calibration' in manifest ? manifest.calibration : undefined;
  return sayScore({
    ...words,
    id: `${rule}.${manifest.name}${place.suffix}`,
    subject: place.subject,
    model: {
      name: manifest.name,
      sha256: model.sha256,
      ...(calibration === undefined ? {} : { calibration }),
    },
    score,
    among,
    locations: place.locations,
    remarks: ['The model was added by the operator; its robustness was not tried.'],
  });
}
