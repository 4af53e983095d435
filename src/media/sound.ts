import { stat } from 'node:fs/promises';
import { inputArguments } from './demuxers.ts';
import type { OpenMedia } from './frames.ts';
import type { StreamFacts } from './probe.ts';
import { runProgram } from './run-program.ts';

/** Sound beyond this is not taken out. */
export const MAX_SOUND_SECONDS = 600;
const MAX_RATE = 48_000;
const MAX_BYTES = MAX_SOUND_SECONDS * MAX_RATE * 4 + 4096;

/**
 * Writes the first sound track as 16-bit WAV to `file` (in the workdir): at most two channels, 48 kHz and
 * `MAX_SOUND_SECONDS`. False when the track could not be decoded. Fails with `timed-out`.
 */
export async function extractSound(
  { path, demuxer, signal }: OpenMedia,
  track: StreamFacts,
  file: string,
): Promise<boolean> {
  const rate = Math.min(track.sampleRate ?? MAX_RATE, MAX_RATE);
  const channels = Math.min(track.channels ?? 2, 2);
  const { code } = await runProgram(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostdin', '-v', 'error', '-threads', '1', ...inputArguments(path, demuxer)],
      ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-t', String(MAX_SOUND_SECONDS), '-map_metadata', '-1'],
      ...['-ac', String(channels), '-ar', String(rate), '-c:a', 'pcm_s16le', '-flags', '+bitexact'],
      ...['-fflags', '+bitexact', '-fs', String(MAX_BYTES), '-y', '-f', 'wav', `file:${file}`],
    ],
    { maxStdoutBytes: 1024, seconds: 120, signal },
  );
  const written = await stat(file).catch(() => undefined);
  const HEADER_BYTES = 44;
  return code === 0 && written !== undefined && written.size > HEADER_BYTES;
}
