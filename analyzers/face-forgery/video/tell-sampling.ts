import type { Json, Sink } from '../../../src/contract/plain.ts';
import { budget, following } from './budget.ts';
import { clock } from './clock.ts';
import type { Film, Sampled } from './sample-film.ts';

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

/** What was looked at and what was not, in words. */
export function tellSampling(sink: Sink, sampled: Sampled, film: Film, isWhole: boolean): void {
  const { stretches, given, empty, late } = sampled;
  const frames = stretches.reduce((sum, stretch) => sum + stretch.frames, 0);
  const times = [...stretches].sort((a, b) => a.startMs - b.startMs).map(({ startMs }) => clock(startMs));
  const places = times.length === 1 ? `from ${times[0]}` : `at ${times.length} places: ${times.join(', ')}`;
  sink.examined(`Video: faces in ${frames} frames ${places}`.slice(0, 300));
  if (!isWhole)
    sink.notExamined(
      'All other frames of the video',
      'not-run',
      `Of ${clock(film.durationMs)} a sample is looked at: every frame at up to ${budget.bursts.even + budget.bursts.scenes} places, and one longer look.`,
    );
  if (late)
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
