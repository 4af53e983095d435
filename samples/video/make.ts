import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Three seconds of a test picture that changes once, with a tone: `npx tsx samples/video/make.ts`. */
execFileSync('/usr/bin/ffmpeg', [
  ...['-v', 'error', '-y'],
  ...['-f', 'lavfi', '-i', 'testsrc=size=640x360:rate=25:duration=1.5'],
  ...['-f', 'lavfi', '-i', 'smptebars=size=640x360:rate=25:duration=1.5'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100:duration=3'],
  ...['-filter_complex', '[0][1]concat=n=2:v=1[v]', '-map', '[v]', '-map', '2:a'],
  ...['-c:v', 'libx264', '-preset', 'slow', '-threads', '1', '-g', '13', '-pix_fmt', 'yuv420p'],
  ...['-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart', '-flags', '+bitexact', '-fflags', '+bitexact'],
  join(import.meta.dirname, 'input.mp4'),
]);
