import { type AnalysisContext, AnalysisFailure } from '../../../src/contract/plain.ts';
import {
  findScenes,
  isLimit,
  type OpenMedia,
  type OpenStretch,
  openStretch,
  planBursts,
  planScenes,
  type Stretch,
  type VideoFrame,
} from '../../../src/media/index.ts';
import { budget } from './budget.ts';
import { clock } from './clock.ts';
import type { StretchLook } from './look.ts';
import { type FilmState, lookAtStretch, lookEveryFor } from './look-at-stretch.ts';
import { type ScoreModels, scoreLooks } from './score-looks.ts';

export interface Film {
  readonly media: OpenMedia;
  readonly durationMs: number;
  readonly framesPerSecond: number;
  /** Which of the video tracks, counted from 0. */
  readonly track: number;
  /** Frames that the file claims for this track. */
  readonly claimedFrames: number | undefined;
  /** Longer side as stored; undefined: not told. */
  readonly side: number | undefined;
}

/** What was looked at, and what of the plan was not. */
export interface Sampled {
  readonly stretches: StretchLook[];
  /** Places of the plan at which no frame could be decoded. */
  empty: number;
  /** Places that were given up, and why. */
  readonly given: { readonly at: string; readonly why: string }[];
  /** The time for this film ran out before all places were looked at. */
  late: boolean;
}

/** Shared by all that look at one film. */
export interface Desk {
  readonly context: AnalysisContext;
  readonly state: FilmState;
  readonly models: ScoreModels;
  /** True: no further place may be opened. */
  readonly isLate: () => boolean;
  readonly sampled: Sampled;
}

/** Whether the film is to be looked at whole. */
export const isShort = ({ durationMs, framesPerSecond }: Film): boolean =>
  durationMs / (1000 / framesPerSecond) <= budget.wholeFrames;

function start({ media, track }: Film, stretch: Stretch): OpenStretch {
  const { place, frame } = budget.waitSeconds;
  return openStretch(media, stretch, {
    maxSide: budget.maxSide,
    seconds: place + frame * stretch.frames,
    track,
  });
}

/** One place: follows the faces, then scores those cut out. Frames before a failure count. */
async function look(
  opened: OpenStretch,
  stretch: Stretch,
  expected: number,
  desk: Desk,
): Promise<StretchLook | undefined> {
  const { sampled, state, models } = desk;
  const at = clock(stretch.startMs);
  const order = {
    stretch: sampled.stretches.length,
    lookEvery: lookEveryFor(expected),
    everyFrame: stretch.stepMs === 0,
  };
  const guarded = keepWhatCame(opened.frames, desk, at);
  const seen = await lookAtStretch(guarded, order, state);
  if (seen.frames === 0) {
    sampled.empty += 1;
    return undefined;
  }
  await scoreLooks(
    seen.runs.flatMap((run) => run.looks),
    models,
  );
  sampled.stretches.push(seen);
  return seen;
}

/** A place that takes too long ends there, and so does the last one when the time for the film runs out. */
async function* keepWhatCame(
  frames: AsyncGenerator<VideoFrame, void>,
  { isLate, sampled }: Desk,
  at: string,
): AsyncGenerator<VideoFrame> {
  try {
    for await (const frame of frames) {
      yield frame;
      if (!isLate()) continue;
      sampled.late = true;
      return;
    }
  } catch (cause) {
    if (!(cause instanceof AnalysisFailure) || cause.failure === 'cancelled') throw cause;
    sampled.given.push({ at, why: cause.message });
  }
}

/** Looks at each place; the ffmpeg of the next one starts while this one is looked at. */
async function lookAtAll(
  film: Film,
  bursts: readonly Stretch[],
  desk: Desk,
  from: number,
  to: number,
): Promise<void> {
  const { context, isLate, sampled } = desk;
  const expected = Math.min(
    bursts[0]?.frames ?? 0,
    (film.durationMs / 1000) * film.framesPerSecond || Infinity,
  );
  const [first] = bursts;
  let next = first === undefined ? undefined : start(film, first);
  try {
    for (const [i, burst] of bursts.entries()) {
      const opened = next;
      const after = bursts[i + 1];
      next = after === undefined ? undefined : start(film, after);
      if (opened !== undefined) await look(opened, burst, expected, desk).finally(opened.close);
      context.sink.progress(
        from + ((to - from) * (i + 1)) / bursts.length,
        `looked at ${clock(burst.startMs)}`,
      );
      if (!isLate()) continue;
      sampled.late = true;
      return;
    }
  } finally {
    next?.close();
  }
}

async function scenesOf({ media, track }: Film, desk: Desk): Promise<number[]> {
  if (track > 0) {
    const why = 'They are looked for in the first video track only, and that is not the film here.';
    desk.context.sink.notExamined('Changes of scene', 'not-run', why);
    return [];
  }
  try {
    return (await findScenes(media)).map(({ atMs }) => atMs);
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    desk.context.sink.notExamined('Changes of scene', 'not-run', cause.message);
    return [];
  }
}

/** Where the largest face was followed: there a longer look is worth most. */
function chooseLongLook({ durationMs }: Film, { sampled }: Desk): Stretch | undefined {
  const { ms, stepMs, frames } = budget.longLook;
  const runs = sampled.stretches.flatMap((stretch) => stretch.runs.filter((run) => run.shapes.length > 0));
  const size = (run: (typeof runs)[number]): number => run.sum.height / run.frames;
  const best = [...runs].sort((a, b) => size(b) - size(a) || a.startMs - b.startMs)[0];
  if (best === undefined) return undefined;
  const startMs = Math.max(0, Math.min(best.startMs - ms / 4, durationMs - ms));
  return { startMs: Math.floor(startMs), frames, stepMs };
}

/** Looks at a film within the budget: short ones whole, long ones in bursts and one longer look. */
export async function sampleFilm(film: Film, desk: Desk): Promise<void> {
  const { durationMs, framesPerSecond } = film;
  const whole = planBursts(durationMs, framesPerSecond, { ...budget.bursts, frames: budget.wholeFrames });
  if (whole.whole) return lookAtAll(film, whole.bursts, desk, 0.05, 0.9);
  const { bursts } = planBursts(durationMs, framesPerSecond, budget.bursts);
  // Scenes are looked for while the even places are looked at.
  const scenes = scenesOf(film, desk);
  scenes.catch(() => undefined);
  await lookAtAll(film, bursts, desk, 0.05, 0.6);
  const atScenes = planScenes(await scenes, bursts, framesPerSecond, budget.bursts);
  if (!desk.sampled.late) await lookAtAll(film, atScenes, desk, 0.6, 0.75);
  const long = desk.sampled.late ? undefined : chooseLongLook(film, desk);
  if (long !== undefined) await lookAtAll(film, [long], desk, 0.75, 0.9);
}
