import { inputArguments } from './demuxers.ts';
import type { OpenMedia } from './frames.ts';
import { runProgram } from './run-program.ts';

/** Samples a second of `sampleSound`. */
export const SOUND_RATE = 16_000;
const MAX_SECONDS = 60;

/**
 * A part of the first sound track as one channel of `SOUND_RATE` samples a second, −1 to 1. Empty: there is no sound there
 * or it cannot be decoded. Fails with `timed-out`.
 */
export async function sampleSound(
  { path, demuxer, signal }: OpenMedia,
  startMs: number,
  lengthMs: number,
): Promise<Float32Array> {
  const seconds = Math.min(MAX_SECONDS, lengthMs / 1000);
  const { stdout } = await runProgram(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostdin', '-v', 'quiet', '-threads', '1'],
      ...['-ss', (startMs / 1000).toFixed(3), ...inputArguments(path, demuxer)],
      ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-t', seconds.toFixed(3), '-map_metadata', '-1'],
      // A track that begins late is filled with silence before, so that sound and picture keep their times.
      ...['-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', String(SOUND_RATE)],
      ...['-c:a', 'pcm_s16le', '-bitexact', '-f', 's16le', 'pipe:1'],
    ],
    { maxStdoutBytes: (MAX_SECONDS + 5) * SOUND_RATE * 2, seconds: 60, signal },
  );
  const samples = new Float32Array(Math.floor(stdout.length / 2));
  for (let i = 0; i < samples.length; i++) samples[i] = stdout.readInt16LE(i * 2) / 32_768;
  return samples;
}
