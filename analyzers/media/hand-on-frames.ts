import { createHash } from 'node:crypto';
import type { AnalysisContext, Sink } from '../../src/contract/index.ts';
import {
  chooseScenes,
  evenTimes,
  extractFrame,
  findScenes,
  isLimit,
  type MediaFacts,
  type OpenMedia,
  type StreamFacts,
} from '../../src/media/index.ts';
import { makeContactSheet, type Shot } from './contact-sheet.ts';

/** Frames spread evenly, and at changes of scene: 24 together, however long the film is, so that results repeat. */
const EVEN_FRAMES = 16;
const SCENE_FRAMES = 8;
const FRAME_SIDE = 1920;
/** Short films: one frame for each half second. */
const MIN_STEP_MS = 500;
/** A day: what claims to be longer is sampled within its first day. */
const MAX_DURATION_MS = 86_400_000;

async function sceneTimes(media: OpenMedia, even: readonly number[], sink: Sink): Promise<number[]> {
  try {
    return chooseScenes(await findScenes(media), even, SCENE_FRAMES, MIN_STEP_MS);
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    sink.notExamined('Changes of scene', 'not-run', cause.message);
    return [];
  }
}

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23).replaceAll(':', '.');

/** Takes one frame and hands it on. `stop`: the limit of children is reached. */
async function handOnFrame(
  media: OpenMedia,
  atMs: number,
  sent: Set<string>,
  sink: Sink,
): Promise<Shot | 'none' | 'stop'> {
  try {
    const png = await extractFrame(media, atMs, FRAME_SIDE);
    if (png === undefined) return 'none';
    const sha256 = createHash('sha256').update(png).digest('hex');
    // A picture that stands still is one child, however often it is sampled.
    if (sent.has(sha256)) return { atMs, png };
    sent.add(sha256);
    const kept = await sink.child({
      claimedName: `frame-${clock(atMs)}.png`,
      relation: 'frame-of',
      from: png,
    });
    return kept ? { atMs, png } : 'stop';
  } catch (cause) {
    if (!isLimit(cause)) throw cause;
    sink.notExamined(`The frame at ${clock(atMs)}`, 'not-run', cause.message);
    return 'none';
  }
}

function stateFrames(sink: Sink, shots: readonly Shot[], wanted: number, track: StreamFacts): void {
  const reduced = Math.max(track.width ?? 0, track.height ?? 0) > FRAME_SIDE;
  sink.fact(
    'frames',
    shots.map(({ atMs }) => atMs),
  );
  if (shots.length === 0) {
    sink.notExamined('The moving picture', 'not-examinable', 'No frame of the video track could be decoded.');
    return;
  }
  const size = reduced ? `, made smaller to ${FRAME_SIDE} pixels` : '';
  sink.examined(`Video: ${shots.length} frames of the first video track${size}`);
  sink.notExamined(
    'All other frames of the video',
    'not-run',
    `Up to ${wanted} frames are taken as a sample and handed on as pictures, to search for faces and text. Analyzers that read the film themselves say which frames they looked at.`,
  );
}

/** Hands on up to 24 frames of the first video track and draws a contact sheet of them. */
export async function handOnFrames(
  media: OpenMedia,
  facts: MediaFacts,
  track: StreamFacts,
  { sink }: AnalysisContext,
): Promise<void> {
  const durationMs = Math.min(track.durationMs ?? facts.durationMs ?? 0, MAX_DURATION_MS);
  const even = evenTimes(durationMs, Math.min(EVEN_FRAMES, Math.max(1, Math.ceil(durationMs / MIN_STEP_MS))));
  const scenes = await sceneTimes(media, even, sink);
  const times = [...even, ...scenes].sort((a, b) => a - b);
  const shots: Shot[] = [];
  const sent = new Set<string>();
  for (const [i, atMs] of times.entries()) {
    const shot = await handOnFrame(media, atMs, sent, sink);
    if (shot === 'stop') {
      sink.notExamined('Further frames', 'not-run', 'The limit of child artefacts is reached.');
      break;
    }
    if (shot !== 'none') shots.push(shot);
    sink.progress(0.1 + (0.7 * (i + 1)) / times.length, 'taking frames');
  }
  stateFrames(sink, shots, EVEN_FRAMES + SCENE_FRAMES, track);
  if (shots.length === 0) return;
  await sink.evidence({
    id: 'contact-sheet',
    mediaType: 'image/png',
    caption:
      `The frames that were looked at, in order of time: ${shots.map(({ atMs }) => clock(atMs)).join(', ')}`.slice(
        0,
        500,
      ),
    from: await makeContactSheet(shots),
  });
}
