import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildPng, makeMedia } from '../../tests/support/hostile-media.ts';
import { type RecordingSink, recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';
import { manifest } from './manifest.ts';

let workdir = '';
beforeEach(async () => {
  workdir = await mkdtemp(join(tmpdir(), 'assay-media-'));
});
afterEach(() => rm(workdir, { recursive: true }));

async function examine(path: string, mediaType: string, childLimit = manifest.limits.children) {
  const sink = recordingSink({ workdir, childLimit });
  const artefact = { sha256: '0'.repeat(64), bytes: (await stat(path)).size, mediaTypes: [mediaType], path };
  const failure: unknown = await analyze(artefact, recordingContext({ workdir, sink })).catch(
    (cause) => cause,
  );
  return { sink, failure };
}
/** The sample video, examined once for all tests that only look. */
let video: Promise<RecordingSink> | undefined;
const sampleVideo = (): Promise<RecordingSink> => {
  video ??= examine('samples/video/input.mp4', 'video/mp4').then(({ sink }) => sink);
  return video;
};
const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  await writeFile(join(workdir, name), bytes);
  return join(workdir, name);
};
const said = ({ result, coverage }: RecordingSink) => JSON.stringify([result, coverage]);
const ids = ({ result }: RecordingSink) => result.findings.map(({ id }) => id);

describe('a video', () => {
  it('gives frames and sound as children, and shows the frames on one sheet', async () => {
    const sink = await sampleVideo();
    expect(sink.result.facts['container']).toMatchObject({ durationMs: 3040, tracks: 2 });
    expect(sink.children.map(({ relation }) => relation)).toEqual([...Array(6).fill('frame-of'), 'audio-of']);
    expect(sink.children.at(-1)?.content.toString('latin1', 0, 4)).toBe('RIFF');
    expect(sink.children[0]?.content.toString('latin1', 1, 4)).toBe('PNG');
    expect(sink.evidenceBytes.get('contact-sheet')?.length).toBeGreaterThan(1000);
    expect(sink.coverage.notExamined.map(({ what }) => what)).toEqual(['All other frames of the video']);
  });

  it('gives byte for byte the same twice', async () => {
    const again = await examine('samples/video/input.mp4', 'video/mp4');
    expect(said(again.sink)).toBe(said(await sampleVideo()));
  });

  it('never hands on more than 24 frames, and takes changes of scene among them', async () => {
    const path = join(workdir, 'long.mp4');
    const colours = Array.from({ length: 30 }, (_, i) => [
      '-f',
      'lavfi',
      '-i',
      `color=c=0x${((i * 5_368_709) % 0xffffff).toString(16).padStart(6, '0')}:size=64x64:rate=5:duration=2`,
    ]).flat();
    makeMedia(
      ...colours,
      '-filter_complex',
      'concat=n=30:v=1',
      '-c:v',
      'libx264',
      '-g',
      '5',
      '-pix_fmt',
      'yuv420p',
      path,
    );
    const { sink } = await examine(path, 'video/mp4');
    const frames = sink.result.facts['frames'] as number[];
    expect(frames.length).toBeGreaterThan(16);
    expect(frames.length).toBeLessThanOrEqual(24);
    expect(sink.coverage.examined).toContain('Sound: the file has no sound track');
  });

  it('says what it left out when the limit of children is reached', async () => {
    const { sink } = await examine('samples/video/input.mp4', 'video/mp4', 2);
    expect(sink.children).toHaveLength(2);
    const reasons = sink.coverage.notExamined.map(({ what, reason }) => `${what}: ${reason}`);
    expect(reasons).toContain('Further frames: not-run');
    expect(reasons).toContain('The sound track: not-run');
  });
});

describe('a playlist that was called a video', () => {
  it.each(['video/mp4', 'video/mp2t', 'audio/mpeg', 'image/png', 'video/x-matroska'])(
    'is refused as %s, and nothing of the file it names appears',
    async (mediaType) => {
      const secret = join(workdir, 'secret.ts');
      const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=1'];
      makeMedia(...picture, '-metadata', 'service_name=CanaryOfAnotherUnit', '-c:v', 'mpeg2video', secret);
      const path = await file('x.mp4', `#EXTM3U\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`);
      const { sink, failure } = await examine(path, mediaType);
      expect(failure).toMatchObject({ name: 'AnalysisFailure' });
      expect(sink.children).toEqual([]);
      expect(said(sink)).not.toContain('Canary');
      expect(said(sink)).not.toContain('mpeg2video');
    },
  );

  it('is refused without a reader when it was identified as one', async () => {
    const path = await file('x.m3u8', '#EXTM3U\n');
    const { failure } = await examine(path, 'application/vnd.apple.mpegurl');
    expect(failure).toMatchObject({ failure: 'unsupported' });
  });
});

describe('a file that is picture and film at once', () => {
  it('is examined as both, and the part that fails is named', async () => {
    const sink = recordingSink({ workdir });
    const mediaTypes = ['image/png', 'video/mp4'];
    const artefact = { sha256: '0'.repeat(64), bytes: 1, mediaTypes, path: 'samples/video/input.mp4' };
    await analyze(artefact, recordingContext({ workdir, sink }));
    expect(sink.children.length).toBeGreaterThan(0);
    expect(sink.coverage.notExamined.map(({ what }) => what)).toContain('The file as a picture');
  });
});

describe('a sound file', () => {
  it('gives its facts and no children', async () => {
    const path = join(workdir, 'silence.wav');
    makeMedia('-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '1', path);
    const { sink } = await examine(path, 'audio/wav');
    expect(sink.result.facts['tracks']).toMatchObject([{ kind: 'audio', sampleRate: 8000, channels: 1 }]);
    expect(sink.children).toEqual([]);
  });

  it('reports hundreds of tracks as made to overload', async () => {
    const path = join(workdir, 'tracks.mkv');
    const maps = Array.from({ length: 100 }, () => ['-map', '0:a']).flat();
    makeMedia('-f', 'lavfi', '-i', 'sine=duration=0.05:sample_rate=8000', ...maps, '-c:a', 'pcm_u8', path);
    const { sink } = await examine(path, 'video/x-matroska');
    expect(sink.result.findings).toContainEqual(
      expect.objectContaining({ id: 'media.many-tracks', measure: expect.objectContaining({ value: 100 }) }),
    );
  });
});

describe('a picture', () => {
  it('gives metadata as claims, fingerprints and a small copy', async () => {
    const { sink } = await examine('samples/photo/input.jpg', 'image/jpeg');
    expect(ids(sink)).toEqual(['media.place', 'media.origin']);
    expect(sink.result.findings[1]?.detail).toContain('This is what the file claims');
    expect(sink.result.fingerprints.map(({ kind }) => kind)).toEqual(['dhash-64', 'phash-64']);
    expect(sink.result.facts['image']).toMatchObject({ width: 1200, height: 900, format: 'jpeg' });
  });

  it('makes no finding of missing metadata', async () => {
    const { sink } = await examine('samples/screenshot/input.png', 'image/png');
    expect(ids(sink)).toEqual([]);
    expect(sink.coverage.notExamined).toEqual([]);
  });

  it('keeps the metadata of a picture that is too large to decode', async () => {
    const { sink, failure } = await examine(await file('huge.png', buildPng(50_000, 50_000, 1)), 'image/png');
    expect(failure).toMatchObject({ failure: 'over-limit' });
    expect(sink.coverage.examined.join()).not.toContain('fingerprints');
  });

  it('examines a single pixel without falling over', async () => {
    const { sink, failure } = await examine(await file('one.png', buildPng(1, 1, 1)), 'image/png');
    expect(failure).toBeUndefined();
    expect(sink.result.facts['image']).toMatchObject({ width: 1, height: 1 });
  });
});
