import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import type { Raster } from '../../src/media/index.ts';

async function pipe(args: readonly string[], input: Uint8Array): Promise<Buffer> {
  const child = spawn('ffmpeg', ['-v', 'error', '-threads', '1', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(input);
  return buffer(child.stdout);
}

/** One frame of a video at this rate factor (CRF of x264: 18 is good, 35 is a bad call). */
export async function pipeThroughH264(picture: Raster, crf: number): Promise<Raster> {
  const { width, height, data } = picture;
  const size = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`];
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-crf',
    String(crf),
    '-pix_fmt',
    'yuv420p',
    '-f',
    'h264',
  ];
  const coded = await pipe([...size, '-i', '-', ...coding, '-'], data);
  const decoded = await pipe(
    ['-f', 'h264', '-i', '-', '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    coded,
  );
  if (decoded.length !== data.length) return picture;
  return { width, height, data: new Uint8Array(decoded) };
}
