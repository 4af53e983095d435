import { inputArguments } from './demuxers.ts';
import type { OpenMedia } from './frames.ts';
import { runProgram } from './run-program.ts';

const SECONDS = 60;
/** About a million packets: ten hours at 25 frames a second. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * When the last packet of the first video track is shown, in milliseconds from the first, by reading the packets without
 * decoding them. For files that claim no length or a wrong one. Undefined: no packet has a time. Fails with `timed-out`,
 * and with `over-limit` when there are too many packets.
 */
export async function findEnd({ path, demuxer, signal }: OpenMedia): Promise<number | undefined> {
  const { stdout } = await runProgram(
    'ffprobe',
    [
      ...['-hide_banner', '-v', 'quiet', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time'],
      ...['-of', 'csv=p=0', ...inputArguments(path, demuxer)],
    ],
    { maxStdoutBytes: MAX_BYTES, seconds: SECONDS, signal },
  );
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const line of stdout.toString('latin1').split('\n')) {
    const seconds = Number.parseFloat(line);
    if (!Number.isFinite(seconds)) continue;
    first = Math.min(first, seconds);
    last = Math.max(last, seconds);
  }
  return last >= first ? Math.round((last - first) * 1000) : undefined;
}
