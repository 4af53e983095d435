import type { AnalysisContext, Json, Sink } from '../../src/contract/index.ts';
import { MAX_STREAMS, type MediaFacts, type OpenMedia, probeMedia } from '../../src/media/index.ts';
import { handOnFrames } from './hand-on-frames.ts';
import { handOnSound } from './hand-on-sound.ts';

/** Codecs whose `video` track is a cover picture, not a film. */
const stills = new Set(['mjpeg', 'png']);

function stateTracks(sink: Sink, facts: MediaFacts): void {
  const { durationMs = null, bitsPerSecond = null, container, tags, streamCount } = facts;
  const streams = facts.streams.map((s): Json => ({ ...s, tags: { ...s.tags } }));
  sink.fact('container', { container, durationMs, bitsPerSecond, tags: { ...tags }, tracks: streamCount });
  sink.fact('tracks', streams);
  sink.examined('Container: format, tracks, durations and tags');
  if (streamCount <= MAX_STREAMS) return;
  sink.finding({
    id: 'media.many-tracks',
    title: `The file has ${streamCount} tracks`,
    detail: `Ordinary recordings have one to four. Only the first ${MAX_STREAMS} are listed. Such files are made to overload programs that read them.`,
    severity: 'medium',
    measure: { name: 'tracks', value: streamCount, unit: 'count', threshold: MAX_STREAMS },
  });
  sink.notExamined(`Tracks after the first ${MAX_STREAMS}`, 'not-run', 'Limit of tracks reached.');
}

function stateEncoder(sink: Sink, facts: MediaFacts): void {
  const tag = (name: string) => facts.tags[name] ?? facts.tags[name.toUpperCase()];
  const encoder = tag('encoder') ?? facts.streams.map((s) => s.tags['encoder']).find((e) => e !== undefined);
  const created = tag('creation_time');
  const device = [
    tag('com.apple.quicktime.make'),
    tag('com.apple.quicktime.model'),
    tag('com.android.version'),
  ]
    .filter((v) => v !== undefined)
    .join(' ');
  const place = tag('location') ?? tag('com.apple.quicktime.location.ISO6709');
  const parts = [
    encoder && `written by ${encoder}`,
    created && `created ${created}`,
    device && `device ${device}`,
    place && `place ${place}`,
  ].filter((part) => part);
  if (parts.length === 0) return;
  sink.finding({
    id: 'media.container-origin',
    title: 'The container names a program, time, device or place',
    detail: `It says: ${parts.join('; ')}. Messengers and editors write this anew when they copy a film; anyone can change it.`,
    severity: 'info',
  });
}

/** Facts about a sound or video file; frames and sound of a video become children. */
export async function examineContainer(media: OpenMedia, context: AnalysisContext): Promise<void> {
  const { sink } = context;
  const facts = await probeMedia(media.path, media.demuxer, media.signal);
  stateTracks(sink, facts);
  stateEncoder(sink, facts);
  const picture = facts.streams.find((s) => s.kind === 'video');
  const isFilm = picture !== undefined && !(stills.has(picture.codec ?? '') && (picture.frames ?? 2) <= 1);
  if (!isFilm) return;
  sink.progress(0.1, 'tracks read');
  await handOnFrames(media, facts, picture, context);
  sink.progress(0.8, 'frames taken');
  await handOnSound(media, facts, context);
}
