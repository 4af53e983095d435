import { execFileSync } from 'node:child_process';
import { decodeImage, fitRaster, type Raster, recompressJpeg } from '../../src/media/index.ts';
import type { Cutting } from './sources.ts';

/** `as-is`: the file's pixels. `alike`: at most 1 024 pixels long and saved as JPEG 90, so that no file format is a cue. */
export const encodings = ['alike', 'as-is'] as const;
export type Encoding = (typeof encodings)[number];

const FRAMES = 20;
const SIDE = 1024;

/** Raw frames of a video, evenly in time. */
function framesOf(path: string): Raster[] {
  const probe = ['-v', 'error', '-select_streams', 'v:0', '-count_packets', '-of', 'json'];
  const wanted = ['-show_entries', 'stream=width,height,nb_read_packets', path];
  const { streams } = JSON.parse(execFileSync('ffprobe', [...probe, ...wanted], { encoding: 'utf8' }));
  const { width, height, nb_read_packets: packets } = streams[0];
  const every = Math.max(1, Math.floor(Number(packets) / FRAMES));
  const select = ['-vf', `select=not(mod(n\\,${every}))`, '-vsync', '0', '-frames:v', String(FRAMES)];
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-threads', '1', '-i', path, ...select, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    { maxBuffer: 2 ** 31 - 1 },
  );
  const size = width * height * 3;
  return Array.from({ length: Math.floor(raw.length / size) }, (_, i) => ({
    width,
    height,
    data: new Uint8Array(raw.subarray(i * size, (i + 1) * size)),
  }));
}

/** One picture, or the frames of a video. */
export async function openPictures(path: string, cutting: Cutting, encoding: Encoding): Promise<Raster[]> {
  const rasters = cutting === 'video' ? framesOf(path) : [(await decodeImage(path)).raster];
  if (encoding === 'as-is') return rasters;
  const alike: Raster[] = [];
  for (const raster of rasters) alike.push(await recompressJpeg(await fitRaster(raster, SIDE), 90, '4:2:0'));
  return alike;
}
