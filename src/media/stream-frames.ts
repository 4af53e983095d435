import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { AnalysisFailure } from '../contract/plain.ts';
import { inputArguments } from './demuxers.ts';
import type { OpenMedia } from './frames.ts';
import type { Raster } from './raster.ts';
import { locateProgram } from './run-program.ts';
import { PpmError, PpmReader } from './stream-frames-ppm.ts';
import { FrameTimes } from './stream-frames-times.ts';

/** A run of frames in time. */
export interface Stretch {
  readonly startMs: number;
  /** Most frames it gives. */
  readonly frames: number;
  /** Least time between two of its frames; 0: every frame of the film. */
  readonly stepMs: number;
}

export interface VideoFrame {
  /** Counted within the stretch. */
  readonly index: number;
  /** From the beginning of the film. */
  readonly atMs: number;
  /** Upright, with square pixels, without the combs of interlacing; smaller than in the film beyond `maxSide`. */
  readonly raster: Raster;
}

export interface StreamOptions {
  /** Longer sides are made this long. At most 4096. */
  readonly maxSide: number;
  /** How long ffmpeg may keep us waiting in all. Time in which we are busy with a frame does not count. */
  readonly seconds: number;
  /** Which of the video tracks, counted from 0; the first one unless told. */
  readonly track?: number | undefined;
}

/** A running ffmpeg. It is a frame or so ahead of the reader and then waits. */
export interface OpenStretch {
  /**
   * Ends early with `timed-out` when ffmpeg keeps us waiting too long, `cancelled` when the signal fires, `malformed` when it
   * writes no pictures; what came before is good. Can be read once.
   */
  readonly frames: AsyncGenerator<VideoFrame, void>;
  /** Kills it, also before the first frame was read. */
  close(): void;
}

type Child = ChildProcessByStdio<null, Readable, null>;

const MAX_DECODED_PIXELS = 40_000_000;
const MAX_TIME_MS = 864_000_000;

/** Interlaced frames are woven, oblong pixels squared, the frame made smaller, and its time told on descriptor 3. */
function filtersFor({ stepMs }: Stretch, maxSide: number): string {
  const squared = 'iw*if(between(sar,0.3,3),sar,1)';
  const factor = `min(1,${maxSide}/max(${squared},ih))`;
  const step = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${((stepMs - 1) / 1000).toFixed(3)})'`;
  return [
    ...(stepMs > 0 ? [step] : []),
    'yadif=deint=interlaced',
    `scale=w='max(1,trunc(${squared}*${factor}))':h='max(1,trunc(ih*${factor}))':flags=bicubic+accurate_rnd+bitexact`,
    ...['setsar=1', 'format=rgb24', 'metadata=mode=add:key=t:value=1'],
    'metadata=mode=print:direct=1:file=pipe\\\\:3',
  ].join(',');
}

function argumentsFor(
  { path, demuxer }: OpenMedia,
  stretch: Stretch,
  maxSide: number,
  track: number,
): string[] {
  return [
    ...[
      '-hide_banner',
      '-nostdin',
      '-v',
      'quiet',
      '-threads',
      '1',
      '-max_pixels',
      String(MAX_DECODED_PIXELS),
    ],
    ...['-ss', (stretch.startMs / 1000).toFixed(3), ...inputArguments(path, demuxer)],
    ...[
      '-map',
      `0:v:${track}`,
      '-an',
      '-sn',
      '-dn',
      '-frames:v',
      String(stretch.frames),
      '-fps_mode',
      'passthrough',
    ],
    ...['-vf', filtersFor(stretch, maxSide), '-filter_threads', '1', '-map_metadata', '-1'],
    ...['-c:v', 'ppm', '-threads', '1', '-bitexact', '-f', 'image2pipe', 'pipe:1'],
  ];
}

/** Waits for `wanted`, but no longer than is left; counts what it took. */
class Patience {
  private leftMs: number;
  private readonly signal: AbortSignal;
  constructor(seconds: number, signal: AbortSignal) {
    this.leftMs = seconds * 1000;
    this.signal = signal;
  }

  wait<T>(wanted: Promise<T>): Promise<T> {
    const { signal } = this;
    const since = performance.now();
    return new Promise<T>((resolve, reject) => {
      const cancel = (): void => reject(new AnalysisFailure('cancelled', 'The run was stopped.'));
      const late = setTimeout(
        () => reject(new AnalysisFailure('timed-out', 'Decoding this part of the film took too long.')),
        Math.max(0, this.leftMs),
      );
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      wanted.then(resolve, reject).finally(() => {
        clearTimeout(late);
        signal.removeEventListener('abort', cancel);
        this.leftMs -= performance.now() - since;
      });
    });
  }
}

/** A killed ffmpeg closes its pipe early: then this is the end. */
function endOfStream(cause: unknown): IteratorResult<Buffer, undefined> {
  if (cause instanceof Error && 'code' in cause) return { done: true, value: undefined };
  throw cause;
}

async function* readFrames(
  child: Child,
  times: FrameTimes,
  stretch: Stretch,
  patience: Patience,
): AsyncGenerator<VideoFrame, void> {
  const reader = new PpmReader();
  const chunks = (child.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let index = 0;
  let before = stretch.startMs;
  try {
    for (;;) {
      const { value, done } = await patience.wait(chunks.next().catch(endOfStream));
      if (done || value === undefined) return;
      for (const raster of reader.take(value)) {
        const seconds = await patience.wait(times.at(index));
        const told = seconds === undefined ? before : Math.round(stretch.startMs + seconds * 1000);
        const atMs = Math.min(MAX_TIME_MS, Math.max(0, told));
        before = atMs;
        yield { index, atMs, raster };
        if (++index >= stretch.frames) return;
      }
    }
  } catch (cause) {
    if (cause instanceof PpmError)
      throw new AnalysisFailure('malformed', `ffmpeg wrote something else than pictures: ${cause.message}.`, {
        cause,
      });
    throw cause;
  } finally {
    child.kill('SIGKILL');
    child.stdout.destroy();
  }
}

/** Starts ffmpeg on a stretch of one video track. Close it, or read its frames to their end. */
export function openStretch(
  media: OpenMedia,
  stretch: Stretch,
  { maxSide, seconds, track = 0 }: StreamOptions,
): OpenStretch {
  media.signal.throwIfAborted();
  const child = spawn(locateProgram('ffmpeg'), argumentsFor(media, stretch, Math.min(maxSide, 4096), track), {
    env: {},
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const stdout = child.stdout as Readable;
  // Killed, or not started at all: either way the pictures end here.
  child.on('error', () => stdout.destroy());
  stdout.on('error', () => undefined);
  const times = new FrameTimes(child.stdio[3] as Readable);
  const frames = readFrames(child as unknown as Child, times, stretch, new Patience(seconds, media.signal));
  const close = (): void => {
    child.kill('SIGKILL');
    stdout.destroy();
  };
  return { frames, close };
}
