import { join } from 'node:path';
import type { AnalysisContext } from '../../src/contract/index.ts';
import {
  extractSound,
  isLimit,
  MAX_SOUND_SECONDS,
  type MediaFacts,
  type OpenMedia,
} from '../../src/media/index.ts';

/** Hands on the first sound track of a video as WAV. */
export async function handOnSound(
  media: OpenMedia,
  facts: MediaFacts,
  { sink, workdir }: AnalysisContext,
): Promise<void> {
  const tracks = facts.streams.filter((s) => s.kind === 'audio');
  const [track] = tracks;
  if (track === undefined) {
    sink.examined('Sound: the file has no sound track');
    return;
  }
  const file = join(workdir, 'sound.wav');
  try {
    if (!(await extractSound(media, track, file))) {
      sink.notExamined(
        'The sound track',
        'not-examinable',
        `It could not be decoded (${track.codec ?? 'unknown codec'}).`,
      );
      return;
    }
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    sink.notExamined('The sound track', 'not-run', cause.message);
    return;
  }
  const kept = await sink.child({ claimedName: 'sound.wav', relation: 'audio-of', from: file });
  if (!kept) {
    sink.notExamined('The sound track', 'not-run', 'The limit of child artefacts is reached.');
    return;
  }
  sink.examined('Sound: the first sound track was taken out');
  if (tracks.length > 1)
    sink.notExamined(
      `${tracks.length - 1} further sound tracks`,
      'not-run',
      'Only the first sound track is taken out.',
    );
  if ((track.durationMs ?? facts.durationMs ?? 0) > MAX_SOUND_SECONDS * 1000)
    sink.notExamined(`Sound after ${MAX_SOUND_SECONDS} seconds`, 'not-run', 'Limit of sound reached.');
}
