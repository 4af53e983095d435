import { AnalysisFailure } from '../contract/plain.ts';
import { inputArguments } from './demuxers.ts';
import { runProgram } from './run-program.ts';

export interface OpenMedia {
  readonly path: string;
  /** From `demuxerFor`. */
  readonly demuxer: string;
  readonly signal: AbortSignal;
}

const MAX_FRAME_PIXELS = 40_000_000;
const FRAME_SECONDS = 60;
const SCENE_SECONDS = 90;
const quiet = ['-hide_banner', '-nostdin', '-v', 'error'];
const decode = ['-threads', '1', '-max_pixels', String(MAX_FRAME_PIXELS)];

/** `count` moments in the middle of equal parts, in whole milliseconds. */
export function evenTimes(durationMs: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * durationMs) / count));
}

/**
 * The first frame of the first video track at or after `atMs`, turned as the file asks, at most `maxSide` pixels long,
 * as PNG. Undefined when the track has no frame there. Fails with `timed-out` or `over-limit`.
 */
export async function extractFrame(
  { path, demuxer, signal }: OpenMedia,
  atMs: number,
  maxSide: number,
): Promise<Uint8Array | undefined> {
  const fit = `scale=w='min(iw,${maxSide})':h='min(ih,${maxSide})':force_original_aspect_ratio=decrease:flags=bicubic+accurate_rnd+bitexact`;
  const { stdout } = await runProgram(
    'ffmpeg',
    [
      ...quiet,
      ...decode,
      ...['-ss', (atMs / 1000).toFixed(3), ...inputArguments(path, demuxer)],
      ...['-map', '0:v:0', '-an', '-sn', '-dn', '-frames:v', '1', '-vf', fit, '-map_metadata', '-1'],
      ...['-c:v', 'png', '-pix_fmt', 'rgb24', '-threads', '1', '-bitexact', '-f', 'image2pipe', 'pipe:1'],
    ],
    { maxStdoutBytes: maxSide * maxSide * 4, seconds: FRAME_SECONDS, signal },
  );
  return stdout.length > 0 ? new Uint8Array(stdout) : undefined;
}

export interface Scene {
  readonly atMs: number;
  /** How much the picture differs from the key frame before, 0–1. */
  readonly score: number;
}

const SCENE_THRESHOLD = 0.3;

/**
 * Moments where the picture changes, strongest first. Compares key frames only, so that a film of two hours takes
 * seconds, not minutes. Fails with `timed-out`.
 */
export async function findScenes({ path, demuxer, signal }: OpenMedia): Promise<Scene[]> {
  const filter = `scale=160:90:flags=bilinear+bitexact,select='gt(scene,${SCENE_THRESHOLD})',metadata=mode=print:file=-`;
  const { stdout } = await runProgram(
    'ffmpeg',
    [
      ...quiet,
      ...decode,
      ...['-skip_frame', 'nokey', ...inputArguments(path, demuxer)],
      ...['-map', '0:v:0', '-an', '-sn', '-dn', '-vf', filter, '-f', 'null', '-'],
    ],
    { maxStdoutBytes: 4 * 1024 * 1024, seconds: SCENE_SECONDS, signal },
  );
  const scenes: Scene[] = [];
  let atMs: number | undefined;
  for (const line of stdout.toString('latin1').split('\n')) {
    const time = /pts_time:(\d+(?:\.\d+)?)/.exec(line)?.[1];
    if (time !== undefined) atMs = Math.round(Number(time) * 1000);
    const score = /^lavfi\.scene_score=(\d\.\d+)/.exec(line)?.[1];
    if (score !== undefined && atMs !== undefined) scenes.push({ atMs, score: Number(score) });
  }
  return scenes.sort((a, b) => b.score - a.score || a.atMs - b.atMs);
}

/** Scenes that are at least `apartMs` from every moment already chosen and from each other; at most `count`. */
export function chooseScenes(
  scenes: readonly Scene[],
  chosen: readonly number[],
  count: number,
  apartMs: number,
): number[] {
  const added: number[] = [];
  for (const { atMs } of scenes) {
    if (added.length >= count) break;
    if ([...chosen, ...added].every((t) => Math.abs(t - atMs) >= apartMs)) added.push(atMs);
  }
  return added;
}

/** True for the failures after which the other frames are still worth trying. */
export function isLimit(cause: unknown): cause is AnalysisFailure {
  return (
    cause instanceof AnalysisFailure && (cause.failure === 'timed-out' || cause.failure === 'over-limit')
  );
}
