import type { AnalysisContext, OpenArtefact } from '../../../src/contract/plain.ts';
import {
  demuxerFor,
  findEnd,
  isLimit,
  type MediaFacts,
  probeMedia,
  type StreamFacts,
  sensibleRate,
} from '../../../src/media/index.ts';
import { budget } from './budget.ts';
import type { Film } from './sample-film.ts';

/** Codecs whose `video` track is a cover picture, not a film. */
const stills = new Set(['mjpeg', 'png']);
const SMALLEST_SIDE = 64;

const isFilm = ({ codec, frames }: StreamFacts): boolean => !(stills.has(codec ?? '') && (frames ?? 2) <= 1);

/** The length that the file claims, else that of its packets. Undefined: neither could be learned. */
async function durationOf(
  film: Omit<Film, 'durationMs'>,
  facts: MediaFacts,
  picture: StreamFacts,
  { sink }: AnalysisContext,
): Promise<number> {
  const claimed = picture.durationMs ?? facts.durationMs;
  if (claimed !== undefined && claimed > 0) return Math.min(claimed, budget.maxDurationMs);
  try {
    return Math.min((await findEnd(film.media)) ?? 0, budget.maxDurationMs);
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    sink.notExamined('The rest of the film', 'not-run', `Its length could not be learned: ${cause.message}`);
    return 0;
  }
}

/** The film in a file, ready to be sampled; undefined: there is none, and coverage says so. Fails as `probeMedia` does. */
export async function openFilm(
  { path, mediaTypes }: OpenArtefact,
  context: AnalysisContext,
): Promise<Film | undefined> {
  const { sink, signal } = context;
  const demuxer = demuxerFor(mediaTypes);
  if (demuxer === undefined) {
    sink.notExamined('Faces in the video', 'not-run', 'Assay has no reader for this kind of video.');
    return undefined;
  }
  const media = { path, demuxer, signal };
  const facts = await probeMedia(path, demuxer, signal);
  const picture = facts.streams.find(({ kind }) => kind === 'video');
  if (picture === undefined || !isFilm(picture)) {
    const detail = 'The file has no moving picture, only sound or a cover picture.';
    sink.notExamined('Faces in the video', 'not-examinable', detail);
    return undefined;
  }
  if (Math.min(picture.width ?? SMALLEST_SIDE, picture.height ?? SMALLEST_SIDE) < SMALLEST_SIDE) {
    const size = `${picture.width ?? '?'} by ${picture.height ?? '?'}`;
    const detail = `The picture is ${size} pixels; faces are looked for from ${SMALLEST_SIDE} pixels.`;
    sink.notExamined('Faces in the video', 'not-examinable', detail);
    return undefined;
  }
  const film = { media, framesPerSecond: sensibleRate(picture.framesPerSecond) };
  return { ...film, durationMs: await durationOf(film, facts, picture, context) };
}
