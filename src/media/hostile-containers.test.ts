import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoBox, makeMedia } from '../../tests/support/hostile-media.ts';
import { demuxerFor, extractFrame, extractSound, findScenes, MAX_STREAMS, probeMedia } from './index.ts';
import { runProgram } from './run-program.ts';

const { signal } = new AbortController();
let folder = '';
const CANARY = 'CanaryOfAnotherUnit';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-containers-'));
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=1'];
  makeMedia(
    ...picture,
    '-metadata',
    `service_name=${CANARY}`,
    '-c:v',
    'mpeg2video',
    join(folder, 'secret.ts'),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const everyDemuxer = [
  'mov',
  'matroska',
  'avi',
  'mpegts',
  'mpeg',
  'flv',
  'wav',
  'mp3',
  'ogg',
  'flac',
  'aac',
  'amr',
];

describe('a file that names other files is not media, whatever it is called', () => {
  const playlists: Record<string, (secret: string) => string> = {
    hls: (secret) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`,
    'hls with a file address': (secret) => `#EXTM3U\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
    'hls with concat and subfile': (secret) =>
      `#EXTM3U\n#EXTINF:1,\nconcat:subfile,,start,0,end,9999,,:${secret}\n#EXT-X-ENDLIST\n`,
    'hls that includes itself': () => '#EXTM3U\n#EXTINF:1,\nplaylist.mp4\n#EXT-X-ENDLIST\n',
    ffconcat: () => 'ffconcat version 1.0\nfile secret.ts\n',
    dash: (secret) =>
      `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation><BaseURL>${secret}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    sdp: () => 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n',
  };
  it.each(Object.keys(playlists))('%s', async (kind) => {
    const path = await file('playlist.mp4', playlists[kind]?.(join(folder, 'secret.ts')) ?? '');
    for (const demuxer of kind === 'hls' ? everyDemuxer : ['mov', 'mpegts', 'mp3']) {
      const facts = await probeMedia(path, demuxer, signal).catch((cause: unknown) => cause);
      // A raw-sound reader may call text an empty track; what matters is that nothing of the other file is there.
      expect(JSON.stringify(facts)).not.toContain(CANARY);
      expect(JSON.stringify(facts)).not.toContain('mpeg2video');
      if (demuxer === 'mov') expect(facts).toMatchObject({ name: 'AnalysisFailure', failure: 'malformed' });
    }
    expect(await extractFrame({ path, demuxer: 'mov', signal }, 0, 320)).toBeUndefined();
  });

  it('is a real danger: the same file is followed by ffprobe when nobody forces the format', async () => {
    const path = await file('playlist.mp4', playlists['hls']?.(join(folder, 'secret.ts')) ?? '');
    const args = [
      '-v',
      'error',
      '-protocol_whitelist',
      'file,pipe',
      '-allowed_extensions',
      'ALL',
      '-show_streams',
      path,
    ];
    const { stdout } = await runProgram('ffprobe', args, { maxStdoutBytes: 1e6, seconds: 20, signal });
    expect(stdout.toString()).toContain('mpeg2video');
  });

  it('has no reader for playlists and scripts', () => {
    for (const type of [
      'application/vnd.apple.mpegurl',
      'application/dash+xml',
      'application/sdp',
      'text/plain',
    ])
      expect(demuxerFor([type])).toBeUndefined();
    expect(demuxerFor(['text/html', 'video/mp4'])).toBe('mov');
  });
});

describe('containers that are built to overload', () => {
  it.each([
    ['a box of size 0 before anything', isoBox('moov', Buffer.alloc(8), 0)],
    ['a box of size 1 with a length of 2⁶³', isoBox('moov', Buffer.alloc(8, 0xff), 1)],
    ['a box of size 2³²−1', isoBox('moov', Buffer.alloc(8), 0xffff_ffff)],
    [
      'boxes five thousand deep',
      Array.from({ length: 5000 }).reduce((inner: Buffer) => isoBox('moov', inner), Buffer.alloc(8)),
    ],
    [
      'a movie that contains itself by size',
      isoBox('moov', isoBox('trak', isoBox('moov', Buffer.alloc(4), 9999)), 50),
    ],
  ])('%s ends as malformed', async (_, box) => {
    const path = await file(
      'loop.mp4',
      Buffer.concat([isoBox('ftyp', Buffer.from('isom\0\0\0\0isom')), box]),
    );
    await expect(probeMedia(path, 'mov', signal)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('reads a WAV whose data claims 4 GiB', async () => {
    makeMedia('-f', 'lavfi', '-i', 'sine=duration=1', '-bitexact', join(folder, 'tone.wav'));
    const bytes = await readFile(join(folder, 'tone.wav'));
    bytes.writeUInt32LE(0xffff_ffff, 4);
    bytes.writeUInt32LE(0xffff_ffff, bytes.indexOf('data') + 4);
    const facts = await probeMedia(await file('lie.wav', bytes), 'wav', signal);
    expect(facts.streams[0]).toMatchObject({ kind: 'audio', sampleRate: 44_100, channels: 1 });
  });

  it('lists the first of a thousand tracks', async () => {
    const path = join(folder, 'tracks.mkv');
    const maps = Array.from({ length: 900 }, () => ['-map', '0:a']).flat();
    makeMedia('-f', 'lavfi', '-i', 'sine=duration=0.05:sample_rate=8000', ...maps, '-c:a', 'pcm_u8', path);
    const facts = await probeMedia(path, 'matroska', signal);
    expect(facts.streamCount).toBe(900);
    expect(facts.streams).toHaveLength(MAX_STREAMS);
  });

  it('does not allocate a frame of 60 000 by 60 000', async () => {
    const plain = join(folder, 'plain.avi');
    makeMedia('-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=1', '-c:v', 'mjpeg', plain);
    const bytes = await readFile(plain);
    for (
      let at = bytes.indexOf('\xff\xc0', 0, 'latin1');
      at >= 0;
      at = bytes.indexOf('\xff\xc0', at + 2, 'latin1')
    ) {
      bytes.writeUInt16BE(60_000, at + 5);
      bytes.writeUInt16BE(60_000, at + 7);
    }
    const media = { path: await file('huge.avi', bytes), demuxer: 'avi', signal };
    expect(await extractFrame({ ...media, path: plain }, 0, 320)).toBeDefined();
    expect(await extractFrame(media, 0, 320)).toBeUndefined();
  });

  it('cuts frames from ten hours that hold two pictures', async () => {
    const path = join(folder, 'still.mp4');
    const source = 'testsrc=size=64x64:rate=1/18000:duration=36000';
    makeMedia('-f', 'lavfi', '-i', source, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', path);
    const media = { path, demuxer: 'mov', signal };
    const facts = await probeMedia(path, 'mov', signal);
    expect(facts.durationMs).toBeGreaterThan(30_000_000);
    expect(await extractFrame(media, 17_000_000, 320)).toBeDefined();
    expect((await findScenes(media)).length).toBeLessThan(3);
  });

  it('says that a sound track which cannot be decoded gave nothing', async () => {
    const path = await file('noise.mp3', Buffer.alloc(5000, 7));
    const track = { index: 0, kind: 'audio' as const, tags: {} };
    const out = join(folder, 'noise.wav');
    expect(await extractSound({ path, demuxer: 'mp3', signal }, track, out)).toBe(false);
  });
});

describe('programs are stopped', () => {
  const endless = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc', '-f', 'null', '-'];
  it('after their time', async () => {
    const run = runProgram('ffmpeg', endless, { maxStdoutBytes: 10, seconds: 0.3, signal });
    await expect(run).rejects.toMatchObject({ failure: 'timed-out' });
  });
  it('when they write too much', async () => {
    const args = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc', '-f', 'rawvideo', 'pipe:1'];
    const run = runProgram('ffmpeg', args, { maxStdoutBytes: 1000, seconds: 20, signal });
    await expect(run).rejects.toMatchObject({ failure: 'over-limit' });
  });
  it('when the run is cancelled', async () => {
    const controller = new AbortController();
    const run = runProgram('ffmpeg', endless, { maxStdoutBytes: 10, seconds: 20, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(run).rejects.toMatchObject({ failure: 'cancelled' });
  });
});
