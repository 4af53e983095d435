import { type AnalysisContext, AnalysisFailure, type Model } from '../../../src/contract/plain.ts';
import { describeCrops, describeIdentity, scoreFeatures } from '../../../src/vision/index.ts';
import type { Look } from './look.ts';

export interface ScoreModels {
  readonly faceres: Model;
  readonly features: Model;
  /** Undefined: it is not installed or was switched off. */
  readonly head: Model | undefined;
  /** Why there is no head. */
  readonly missing: string | undefined;
}

/** Without its head the film is still looked at: faces, layout and movement. */
export async function openScoreModels(context: AnalysisContext): Promise<ScoreModels> {
  const [faceres, features] = [await context.model('faceres'), await context.model('face-features')];
  try {
    return { faceres, features, head: await context.model('face-swap'), missing: undefined };
  } catch (cause) {
    if (!(cause instanceof AnalysisFailure || (cause instanceof Error && cause.name === 'AnalysisFailure')))
      throw cause;
    return { faceres, features, head: undefined, missing: cause.message };
  }
}

/** Whose face it looks like, for all; a score for those that may have one. */
export async function scoreLooks(looks: readonly Look[], models: ScoreModels): Promise<void> {
  const rows = await describeIdentity(
    looks.map(({ crop }) => crop),
    models.faceres,
  );
  looks.forEach((look, i) => {
    look.identity = rows[i];
  });
  if (models.head === undefined) return;
  const good = looks.filter(({ verdict }) => verdict.ok);
  const features = await describeCrops(
    good.map(({ crop }) => crop),
    models.features,
  );
  const scores = await scoreFeatures(features, models.head);
  good.forEach((look, i) => {
    look.score = scores[i];
  });
}
