import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMedia } from '../../tests/support/hostile-media.ts';
import { findEnd, type OpenMedia, openStretch, type Stretch, sampleSound, type VideoFrame } from './index.ts';
import { PpmReader } from './stream-frames-ppm.ts';

let folder = '';
const { signal } = new AbortController();
const options = { maxSide: 1920, seconds: 60 };
const at = (name: string, demuxer = 'mov'): OpenMedia => ({ path: join(folder, name), demuxer, signal });
const testPicture = (size: string, rate: string, seconds: number) => [
  ...['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=${rate}:duration=${seconds}`],
];
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

async function read(media: OpenMedia, stretch: Partial<Stretch> = {}, own = options): Promise<VideoFrame[]> {
  const frames: VideoFrame[] = [];
  const opened = openStretch(media, { startMs: 0, frames: 12, stepMs: 0, ...stretch }, own);
  for await (const frame of opened.frames) frames.push(frame);
  return frames;
}
const times = (frames: readonly VideoFrame[]) => frames.map(({ atMs }) => atMs);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-stream-'));
  makeMedia(...testPicture('320x240', '25', 3), ...x264, '-g', '250', join(folder, 'plain.mp4'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('frames of a stretch', () => {
  it('come one after the other with their times, from where it was asked', async () => {
    const frames = await read(at('plain.mp4'), { startMs: 1000, frames: 4 });
    expect(times(frames)).toEqual([1000, 1040, 1080, 1120]);
    expect(frames.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(frames[0]?.raster).toMatchObject({ width: 320, height: 240 });
    expect(frames[0]?.raster.data).toHaveLength(320 * 240 * 3);
  });
  it('come at least so far apart as asked', async () => {
    expect(times(await read(at('plain.mp4'), { frames: 4, stepMs: 66 }))).toEqual([0, 80, 160, 240]);
  });
  it('end where the film ends, and there are none behind it', async () => {
    expect(times(await read(at('plain.mp4'), { startMs: 2900 }))).toEqual([2920, 2960]);
    expect(await read(at('plain.mp4'), { startMs: 900_000 })).toEqual([]);
  });
  it('are the same frames however they are reached', async () => {
    const [first] = await read(at('plain.mp4'), { startMs: 2000, frames: 1 });
    const all = await read(at('plain.mp4'), { frames: 80 });
    const same = all.find(({ atMs }) => atMs === 2000);
    expect(Buffer.compare(first?.raster.data ?? Buffer.alloc(0), same?.raster.data ?? Buffer.alloc(1))).toBe(
      0,
    );
  });
  it('stand upright, with square pixels and no larger than asked', async () => {
    const turned = ['-i', join(folder, 'plain.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90'];
    makeMedia(...turned, join(folder, 'turned.mp4'));
    expect((await read(at('turned.mp4'), { frames: 1 }))[0]?.raster).toMatchObject({
      width: 240,
      height: 320,
    });
    makeMedia(...testPicture('320x240', '25', 1), '-vf', 'setsar=2', ...x264, join(folder, 'wide.mp4'));
    expect((await read(at('wide.mp4'), { frames: 1 }))[0]?.raster).toMatchObject({ width: 640, height: 240 });
    const small = await read(at('plain.mp4'), { frames: 1 }, { ...options, maxSide: 160 });
    expect(small[0]?.raster).toMatchObject({ width: 160, height: 120 });
  });
  it('keep their times in a film of changing rate', async () => {
    const uneven = ['-vf', "select='not(mod(n,3))+lt(n,5)'", '-fps_mode', 'vfr'];
    makeMedia(...testPicture('64x64', '25', 1), ...uneven, ...x264, join(folder, 'uneven.mp4'));
    expect(times(await read(at('uneven.mp4'), { frames: 7 }))).toEqual([0, 40, 80, 120, 160, 240, 360]);
  });
  it('lose the combs of interlacing', async () => {
    const woven = [
      '-vf',
      'tinterlace=interleave_top',
      '-flags',
      '+ildct+ilme',
      '-c:v',
      'mpeg2video',
      '-q:v',
      '2',
    ];
    makeMedia(...testPicture('320x240', '50', 1), ...woven, join(folder, 'woven.ts'));
    expect((await read(at('woven.ts', 'mpegts'), { frames: 3 })).length).toBe(3);
  });
});

describe('ffmpeg at work', () => {
  const running = (): number =>
    execFileSync('/bin/ps', ['-eo', 'ppid,comm'], { encoding: 'latin1' })
      .split('\n')
      .filter((line) => line.trim() === `${process.pid} ffmpeg`).length;
  const gone = async (): Promise<void> => {
    await expect.poll(running, { timeout: 10_000, interval: 100 }).toBe(0);
  };

  it('waits while we are busy, and holds no film in memory', async () => {
    makeMedia(...testPicture('1280x720', '25', 3), ...x264, join(folder, 'large.mp4'));
    const opened = openStretch(at('large.mp4'), { startMs: 0, frames: 75, stepMs: 0 }, options);
    await opened.frames.next();
    const before = process.memoryUsage().arrayBuffers;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
    expect(running()).toBe(1);
    await opened.frames.return();
    await gone();
  });
  it('is killed when nobody reads what it was started for', async () => {
    const opened = openStretch(at('plain.mp4'), { startMs: 0, frames: 75, stepMs: 0 }, options);
    opened.close();
    expect((await opened.frames.next()).done).toBe(true);
    await gone();
  });
  it('is killed after its time, which is not counted while we are busy', async () => {
    const opened = openStretch(
      at('plain.mp4'),
      { startMs: 0, frames: 75, stepMs: 0 },
      { ...options, seconds: 0 },
    );
    await expect(opened.frames.next()).rejects.toMatchObject({ failure: 'timed-out' });
    await gone();
  });
  it('is killed when the run is cancelled', async () => {
    const controller = new AbortController();
    const media = { ...at('plain.mp4'), signal: controller.signal };
    const opened = openStretch(media, { startMs: 0, frames: 75, stepMs: 0 }, options);
    await opened.frames.next();
    controller.abort();
    const rest = (async () => {
      for await (const _ of opened.frames);
    })();
    await expect(rest).rejects.toMatchObject({ failure: 'cancelled' });
    await gone();
  });
  it('that dies of itself leaves the frames that came', async () => {
    const opened = openStretch(at('plain.mp4'), { startMs: 0, frames: 75, stepMs: 0 }, options);
    const first = await opened.frames.next();
    expect(first.done).toBe(false);
    for (const pid of readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'latin1')
      .trim()
      .split(' '))
      if (readFileSync(`/proc/${pid}/comm`, 'latin1').trim() === 'ffmpeg')
        process.kill(Number(pid), 'SIGKILL');
    let more = 0;
    for await (const _ of opened.frames) more += 1;
    expect(more).toBeLessThan(75);
  });
});

describe('hostile films', () => {
  it('cut off in the middle, give what is there', async () => {
    const cut = ['-i', join(folder, 'plain.mp4'), '-c', 'copy', '-movflags', 'frag_keyframe+empty_moov'];
    makeMedia(
      ...testPicture('320x240', '25', 3),
      ...x264,
      '-g',
      '5',
      ...cut.slice(4),
      join(folder, 'parts.mp4'),
    );
    const bytes = await readFile(join(folder, 'parts.mp4'));
    await writeFile(join(folder, 'cut.mp4'), bytes.subarray(0, bytes.length >> 1));
    const frames = await read(at('cut.mp4'), { frames: 200 });
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.length).toBeLessThan(75);
  });
  it('of a million frames a second give the few that were asked for', async () => {
    const fast = [...testPicture('64x64', '25', 2), '-vf', 'setpts=N', '-enc_time_base', '1/1000000'];
    makeMedia(
      ...fast,
      '-fps_mode',
      'passthrough',
      '-c:v',
      'libx264',
      '-video_track_timescale',
      '1000000',
      join(folder, 'fast.mp4'),
    );
    const frames = await read(at('fast.mp4'));
    expect(frames.length).toBeLessThanOrEqual(12);
    expect(frames.every(({ atMs }) => Number.isFinite(atMs) && atMs >= 0)).toBe(true);
  });
  it('with frames of 60 000 by 60 000 give none', async () => {
    makeMedia(...testPicture('64x64', '5', 1), '-c:v', 'mjpeg', join(folder, 'small.avi'));
    const bytes = await readFile(join(folder, 'small.avi'));
    for (
      let i = bytes.indexOf('\xff\xc0', 0, 'latin1');
      i >= 0;
      i = bytes.indexOf('\xff\xc0', i + 2, 'latin1')
    )
      bytes.fill(0xea, i + 5, i + 9);
    await writeFile(join(folder, 'huge.avi'), bytes);
    expect(await read(at('huge.avi', 'avi'))).toEqual([]);
  });
  it('that are no films give none', async () => {
    await writeFile(join(folder, 'noise.mp4'), Buffer.alloc(9000, 7));
    expect(await read(at('noise.mp4'))).toEqual([]);
    await writeFile(
      join(folder, 'list.mp4'),
      `#EXTM3U\n#EXTINF:1,\n${join(folder, 'plain.mp4')}\n#EXT-X-ENDLIST\n`,
    );
    expect(await read(at('list.mp4'))).toEqual([]);
  });
  it('that claim no length are measured by their packets', async () => {
    makeMedia(
      ...testPicture('64x64', '25', 2),
      ...x264,
      '-live',
      '1',
      '-f',
      'matroska',
      join(folder, 'live.mkv'),
    );
    expect(await findEnd(at('live.mkv', 'matroska'))).toBe(1960);
    expect(await findEnd(at('noise.mp4'))).toBeUndefined();
  });
  it('without sound, or with sound that begins late, keep sound and picture together', async () => {
    expect(await sampleSound(at('plain.mp4'), 0, 1000)).toHaveLength(0);
    const late = ['-itsoffset', '0.5', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=1'];
    makeMedia(...testPicture('64x64', '25', 2), ...late, ...x264, '-c:a', 'aac', join(folder, 'late.mp4'));
    const sound = await sampleSound(at('late.mp4'), 0, 1500);
    const loud = sound.findIndex((v) => Math.abs(v) > 0.05) / 16;
    expect(Math.abs(loud - 500)).toBeLessThan(60);
  });
});

describe('the stream of pictures', () => {
  const ppm = Buffer.concat([Buffer.from('P6\n2 1\n255\n'), Buffer.from([1, 2, 3, 4, 5, 6])]);
  it('may be cut anywhere', () => {
    const two = Buffer.concat([ppm, ppm]);
    for (const size of [1, 3, 7, two.length]) {
      const reader = new PpmReader();
      const frames = [];
      for (let i = 0; i < two.length; i += size) frames.push(...reader.take(two.subarray(i, i + size)));
      expect(frames.map(({ data }) => [...data])).toEqual([
        [1, 2, 3, 4, 5, 6],
        [1, 2, 3, 4, 5, 6],
      ]);
    }
  });
  it.each(['P5\n2 1\n255\n', 'P6\n999999 999999\n255\n', 'P6\n0 5\n255\n', `P6\n${' '.repeat(90)}`])(
    'is refused when it says %j',
    (header) => {
      expect(() => [...new PpmReader().take(Buffer.from(header.padEnd(100, '#')))]).toThrow();
    },
  );
});
