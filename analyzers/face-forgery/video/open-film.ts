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

/** A film of more than one frame before a single frame, and that before nothing. */
function chooseTrack(tracks: readonly StreamFacts[]): StreamFacts | undefined {
  const films = tracks.filter(isFilm);
  const moves = ({ codec, frames }: StreamFacts): boolean =>
    frames === undefined ? !stills.has(codec ?? '') : frames > 1;
  return films.find(moves) ?? films[0];
}

/** What is in the other video tracks is looked at by nobody here: a film can be hidden in them. */
function tellOtherTracks(
  tracks: readonly StreamFacts[],
  picture: StreamFacts,
  { sink }: AnalysisContext,
): void {
  if (tracks.length < 2) return;
  const others = tracks
    .filter((track) => track !== picture)
    .map(
      ({ index, codec, width, height, frames }) =>
        `track ${index} (${codec ?? 'unknown'}, ${width ?? '?'} by ${height ?? '?'} pixels${frames === 1 ? ', a single picture' : ''})`,
    );
  sink.notExamined(
    'Other video tracks',
    'not-run',
    `The file has ${tracks.length} video tracks; only track ${picture.index} was looked at. Not looked at: ${others.join(', ')}.`.slice(
      0,
      1000,
    ),
  );
}

/** The length that the file claims, else that of its packets. Undefined: neither could be learned. */
async function durationOf(
  film: Omit<Film, 'durationMs'>,
  facts: MediaFacts,
  picture: StreamFacts,
  { sink }: AnalysisContext,
): Promise<number> {
  const claimed = picture.durationMs ?? facts.durationMs;
  if (claimed !== undefined && claimed > 0) return Math.min(claimed, budget.maxDurationMs);
  // Packets are counted of the first video track only.
  if (film.track > 0) {
    const detail = 'The file does not tell the length of this video track; only its beginning was looked at.';
    sink.notExamined('The rest of the film', 'not-run', detail);
    return 0;
  }
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
  const tracks = facts.streams.filter(({ kind }) => kind === 'video');
  const picture = chooseTrack(tracks);
  if (picture === undefined) {
    const detail = 'The file has no moving picture, only sound or a cover picture.';
    sink.notExamined('Faces in the video', 'not-examinable', detail);
    return undefined;
  }
  tellOtherTracks(tracks, picture, context);
  if (Math.min(picture.width ?? SMALLEST_SIDE, picture.height ?? SMALLEST_SIDE) < SMALLEST_SIDE) {
    const size = `${picture.width ?? '?'} by ${picture.height ?? '?'}`;
    const detail = `The picture is ${size} pixels; faces are looked for from ${SMALLEST_SIDE} pixels.`;
    sink.notExamined('Faces in the video', 'not-examinable', detail);
    return undefined;
  }
  const film = {
    media,
    framesPerSecond: sensibleRate(picture.framesPerSecond),
    track: tracks.indexOf(picture),
    claimedFrames: picture.frames,
    side: Math.max(picture.width ?? 0, picture.height ?? 0) || undefined,
  };
  return { ...film, durationMs: await durationOf(film, facts, picture, context) };
}
