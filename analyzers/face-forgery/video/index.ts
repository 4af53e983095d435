import type { AnalysisContext, OpenArtefact } from '../../../src/contract/plain.ts';
import { findEnd, isLimit } from '../../../src/media/index.ts';
import { median } from '../../../src/vision/index.ts';
import { budget } from './budget.ts';
import { findPeople } from './judge-person.ts';
import type { FilmState } from './look-at-stretch.ts';
import { openFilm } from './open-film.ts';
import { type Desk, type Film, isShort, type Sampled, sampleFilm } from './sample-film.ts';
import { openScoreModels, type ScoreModels } from './score-looks.ts';
import { showPeople } from './show-people.ts';
import { tellDynamics } from './tell-dynamics.ts';
import { tellLayout } from './tell-layout.ts';
import { factsOfPeople, judgePeople, tellPeople } from './tell-people.ts';
import { factsOfSampling, tellLimits, tellSampling } from './tell-sampling.ts';
import { tellSpeech } from './tell-speech.ts';

async function openState(context: AnalysisContext): Promise<FilmState> {
  const models = { blazeface: await context.model('blazeface'), facemesh: await context.model('facemesh') };
  return { models, looksLeft: budget.looks, moments: [], tiles: [] };
}

/** A film that claims to be longer than it is gives nothing at most places: then it is sampled by its packets. */
async function sampleAgain(film: Film, desk: Desk): Promise<Film> {
  const { stretches, empty } = desk.sampled;
  // Packets are counted of the first video track only.
  if (film.track > 0) return film;
  if (empty <= stretches.length || desk.sampled.late) return film;
  try {
    const durationMs = await findEnd(film.media);
    if (durationMs === undefined || durationMs >= film.durationMs) return film;
    const shorter = { ...film, durationMs };
    desk.context.sink.fact('claimedDurationMs', film.durationMs);
    await sampleFilm(shorter, desk);
    return shorter;
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    return film;
  }
}

async function report(film: Film, desk: Desk, models: ScoreModels): Promise<void> {
  const { sampled, state, context } = desk;
  const { sink } = context;
  const isWhole =
    isShort(film) &&
    sampled.stretches.length === 1 &&
    sampled.stretches[0]?.everyFrame === true &&
    sampled.given.length === 0 &&
    !sampled.late;
  tellSampling(sink, sampled, film, isWhole && sampled.stretches[0]?.frames !== budget.wholeFrames);
  tellLimits(context, film);
  sink.fact('video', factsOfSampling(sampled, film));
  const people = findPeople(sampled.stretches);
  if (people.length === 0) {
    const detail =
      'The detector found no face in the frames that were looked at; it was run in every fourth of them. Small, covered or turned faces are missed.';
    sink.notExamined('Faces in the video', 'not-examinable', detail);
    return;
  }
  if (models.missing !== undefined)
    sink.notExamined('Whether faces in the video were swapped', 'not-run', models.missing);
  const judged = judgePeople(people, models.head);
  const evidence = await showPeople(sink, judged, models);
  tellPeople(sink, judged, models.head, evidence);
  sink.fact('videoFaces', factsOfPeople(judged));
  sink.progress(0.95, 'faces judged');
  const unrest = sampled.stretches.flatMap((stretch) => (stretch.everyFrame ? (stretch.unrest ?? []) : []));
  sink.fact('videoMovement', tellDynamics(sink, people, unrest.length > 0 ? median(unrest) : undefined));
  sink.fact('videoLayout', await tellLayout(sink, state.moments, people));
  const lag = await tellSpeech(sink, film.media, people);
  if (lag !== undefined) sink.fact('videoSound', { ...lag });
}

/**
 * Looks for swapped or changed faces in a film: samples it, follows each face over time, scores the examinable frames of
 * each and says what was and was not looked at. Ends early only when cancelled or when the file cannot be read at all.
 */
export async function examineVideo(artefact: OpenArtefact, context: AnalysisContext): Promise<void> {
  const film = await openFilm(artefact, context);
  if (film === undefined) return;
  const models = await openScoreModels(context);
  let late = false;
  const timer = setTimeout(() => (late = true), context.limits.wallSeconds * 1000 * budget.wallShare);
  try {
    const sampled: Sampled = { stretches: [], empty: 0, given: [], late: false };
    const desk: Desk = { context, state: await openState(context), models, isLate: () => late, sampled };
    await sampleFilm(film, desk);
    const actual = await sampleAgain(film, desk);
    if (sampled.stretches.length === 0) {
      const detail = 'No frame of the video track could be decoded.';
      context.sink.notExamined('The moving picture', 'not-examinable', detail);
      return;
    }
    await report(actual, desk, models);
  } finally {
    clearTimeout(timer);
  }
}
