import type { AnalysisContext, Json, Sink } from '../../../src/contract/plain.ts';
import { budget, following } from './budget.ts';
import { clock } from './clock.ts';
import { type Film, isShort, type Sampled } from './sample-film.ts';

/** Where and when was looked, as facts. */
export function factsOfSampling({ stretches }: Sampled, film: Film): Json {
  const byTime = [...stretches].sort((a, b) => a.startMs - b.startMs);
  return {
    durationMs: film.durationMs,
    framesLookedAt: stretches.reduce((sum, { frames }) => sum + frames, 0),
    places: byTime.map(
      ({ startMs, endMs, frames, everyFrame }): Json => ({ startMs, endMs, frames, everyFrame }),
    ),
  };
}

/** What a film that was looked at whole claims to hold and does not give. */
function tellMissing(sink: Sink, endMs: number, frames: number, film: Film): void {
  const { durationMs, framesPerSecond, claimedFrames } = film;
  const rest = durationMs - endMs - 1000 / framesPerSecond;
  if (rest > Math.min(1000, Math.max(200, durationMs / 20)))
    sink.notExamined(
      `The film from ${clock(endMs)} on`,
      'not-examinable',
      `The file claims a length of ${clock(durationMs)}, but after ${clock(endMs)} no frame could be decoded: it is cut off or damaged, or its last picture stands still.`,
    );
  else if (claimedFrames !== undefined && frames < claimedFrames * 0.95)
    sink.notExamined(
      `${claimedFrames - frames} frames of the film`,
      'not-examinable',
      `The file claims ${claimedFrames} frames; ${frames} could be decoded. The others are damaged, or are not meant to be shown.`,
    );
}

/** What nobody looks at in films, although it is looked at in pictures. */
export function tellLimits({ sink, addedModels }: AnalysisContext, { side }: Film): void {
  sink.notExamined(
    'Generated faces in the film',
    'not-run',
    'Faces of a film are tried for exchange only. Whether a face or the whole film was generated is not looked for.',
  );
  if (addedModels.length > 0)
    sink.notExamined(
      'The film with the added models',
      'not-run',
      `Added models are run on pictures, not on films: ${addedModels.map(({ manifest }) => manifest.name).join(', ')}.`.slice(
        0,
        1000,
      ),
    );
  if (side !== undefined && side > budget.maxSide)
    sink.notExamined(
      'Faces at the full size of the film',
      'not-run',
      `The frames are ${side} pixels long; they were made smaller to ${budget.maxSide} before faces were looked for.`,
    );
}

/** What was looked at and what was not, in words. */
export function tellSampling(sink: Sink, sampled: Sampled, film: Film, isWhole: boolean): void {
  const { stretches, given, empty, late } = sampled;
  const frames = stretches.reduce((sum, stretch) => sum + stretch.frames, 0);
  const times = [...stretches].sort((a, b) => a.startMs - b.startMs).map(({ startMs }) => clock(startMs));
  const places = times.length === 1 ? `from ${times[0]}` : `at ${times.length} places: ${times.join(', ')}`;
  sink.examined(`Video: faces in ${frames} frames ${places}`.slice(0, 300));
  if (!isWhole && !(late && isShort(film)))
    sink.notExamined(
      'All other frames of the video',
      'not-run',
      `Of ${clock(film.durationMs)} a sample is looked at: every frame at up to ${budget.bursts.even + budget.bursts.scenes} places, and one longer look.`,
    );
  const [only] = stretches;
  if (isWhole && only !== undefined && !late) tellMissing(sink, only.endMs, frames, film);
  if (late && isShort(film) && only !== undefined)
    sink.notExamined(`The film from ${clock(only.endMs)} on`, 'not-run', 'The time for one film ran out.');
  else if (late)
    sink.notExamined(
      'Some places of the film',
      'not-run',
      'The time for one film ran out. Those that were looked at are spread over the whole of it.',
    );
  for (const { at, why } of given.slice(0, 10)) sink.notExamined(`Frames after ${at}`, 'not-run', why);
  if (empty > 0)
    sink.notExamined(
      `${empty} places of the film`,
      'not-examinable',
      'No frame could be decoded there: the film is shorter than it claims, or damaged.',
    );
  const leftOut = Math.max(0, ...stretches.map((stretch) => stretch.leftOut));
  if (leftOut > 0)
    sink.notExamined(
      `Up to ${leftOut} faces at once`,
      'not-run',
      `At most ${following.faces} faces of a frame are followed, the largest ones.`,
    );
}
