import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A drawn person who moves over a moving background, 12 seconds, 1920 by 1080, 25 frames a second, with a tone. */
export function makeClip(folder: string, root: string): string {
  const clip = join(folder, 'clip.mp4');
  ffmpeg(
    ...['-f', 'lavfi', '-i', 'testsrc2=size=1920x1080:rate=25:duration=12'],
    ...['-loop', '1', '-framerate', '25', '-t', '12', '-i', join(root, 'samples/photo/input.jpg')],
    ...['-f', 'lavfi', '-i', 'sine=frequency=300:duration=12'],
    '-filter_complex',
    "[0][1]overlay=x='360+200*sin(n/20)':y='90+60*cos(n/15)':shortest=1",
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '250', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    clip,
  );
  return clip;
}

/** The clip again and again, copied without encoding, so that hours take seconds to make. */
export function repeatClip(clip: string, seconds: number): string {
  const film = clip.replace('.mp4', `-${seconds}.mp4`);
  ffmpeg('-stream_loop', '-1', '-i', clip, '-c', 'copy', '-t', String(seconds), film);
  return film;
}

function ffmpeg(...args: string[]): void {
  execFileSync('/usr/bin/ffmpeg', ['-v', 'error', '-y', ...args], { env: {} });
}
