import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../../models/build.ts';
import type { AnalysisContext, Model } from '../../../src/contract/index.ts';
import { AnalysisFailure } from '../../../src/contract/index.ts';
import { openModel } from '../../../src/inference/index.ts';
import { makeMedia } from '../../../tests/support/hostile-media.ts';
import {
  type RecordingSink,
  recordingContext,
  recordingSink,
} from '../../../tests/support/recording-sink.ts';
import { manifest } from '../manifest.ts';
import { examineVideo } from './index.ts';

const FACE = 'samples/photo/input.jpg';
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '10', '-pix_fmt', 'yuv420p'];
const models = new Map<string, Promise<Model>>();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-film-'));
  await buildModels('.');
});
afterAll(() => rm(folder, { recursive: true }));

function open(name: string): Promise<Model> {
  const model = models.get(name) ?? openModel('models', name);
  models.set(name, model);
  return model;
}

async function examine(
  name: string,
  mediaType = 'video/mp4',
  own: Partial<AnalysisContext> = {},
): Promise<RecordingSink> {
  const path = join(folder, name);
  const sink = recordingSink({ workdir: folder });
  const context = recordingContext({
    workdir: folder,
    limits: manifest.limits as never,
    model: open,
    ...own,
    sink,
  });
  await examineVideo(
    { sha256: '0'.repeat(64), bytes: (await stat(path)).size, mediaTypes: [mediaType as never], path },
    context,
  );
  return sink;
}

/** The drawn person, moving gently, as film. */
const moving = (size: string, frames: number, name: string, ...more: string[]): void =>
  makeMedia(
    ...['-loop', '1', '-framerate', '25', '-i', FACE],
    ...['-vf', `crop=1000:750:100+80*sin(n/9):75+40*cos(n/7),scale=${size}`, '-frames:v', String(frames)],
    ...[...x264, ...more, join(folder, name)],
  );
const reasons = ({ coverage }: RecordingSink) =>
  coverage.notExamined.map(({ what, reason }) => `${what}: ${reason}`);
const ids = ({ result }: RecordingSink) => result.findings.map(({ id }) => id);

describe('a film of one person', () => {
  let sink: RecordingSink;
  beforeAll(async () => {
    moving('640:480', 30, 'one.mp4');
    sink = await examine('one.mp4');
  });

  it('is looked at whole, and the person is one face from the first frame to the last', () => {
    expect(sink.result.facts['video']).toMatchObject({
      framesLookedAt: 30,
      places: [{ startMs: 0, endMs: 1160 }],
    });
    expect(sink.result.facts['videoFaces']).toMatchObject([
      { face: 1, startMs: 0, endMs: 1160, framesLookedAtClosely: 8 },
    ]);
    expect(sink.coverage.examined).toContain('Video: faces in 30 frames from 00:00.00');
    expect(reasons(sink)).not.toContain('All other frames of the video: not-run');
  });
  it('has either a score with its frames, or a reason why there is none', () => {
    const scored = ids(sink).includes('face-forgery.video.face-1');
    const refused = reasons(sink).includes('Face 1: whether it was swapped: not-examinable');
    expect([scored, refused].filter(Boolean)).toHaveLength(1);
    expect(sink.result.series).toHaveLength(scored ? 1 : 0);
  });
  it('is shown with its frames, and nothing is said to be genuine or fake', () => {
    expect([...sink.evidenceBytes.keys()]).toEqual(expect.arrayContaining(['face-1-frames', 'face-1-crops']));
    expect(sink.evidenceBytes.get('face-1-frames')?.toString('latin1', 1, 4)).toBe('PNG');
    expect(JSON.stringify(sink.result)).not.toMatch(/authentic|\bfake\b|\breal\b/i);
  });
  it('is not divided into tiles', () => {
    expect(ids(sink)).not.toContain('face-forgery.video.layout');
  });
  it('tells how far it is', () => {
    const fractions = sink.steps.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.length).toBeGreaterThan(1);
  });
});

describe('a recorded call', () => {
  it('is named by its tiles, and each face in it is a face of its own', async () => {
    moving('320:240', 52, 'left.mp4');
    const join2 = '[0]pad=324:244:2:2:black[a];[1]hflip,pad=324:244:2:2:black[b];[a][b]hstack';
    const inputs = ['-i', join(folder, 'left.mp4'), '-i', join(folder, 'left.mp4')];
    makeMedia(...inputs, '-filter_complex', join2, ...x264, join(folder, 'call.mp4'));
    const sink = await examine('call.mp4');
    expect(sink.result.facts['videoFaces']).toHaveLength(2);
    const layout = sink.result.findings.find(({ id }) => id === 'face-forgery.video.layout');
    expect(layout?.title).toContain('2 tiles');
    expect(sink.result.facts['videoLayout']).toMatchObject([
      { faces: [expect.any(Number)] },
      { faces: [expect.any(Number)] },
    ]);
  });
});

describe('a film that is no ordinary film', () => {
  it('with more faces than can be followed says how many were left out', async () => {
    moving('128:96', 9, 'small.mp4');
    makeMedia(
      '-i',
      join(folder, 'small.mp4'),
      '-vf',
      'split=4[a][b][c][d];[a][b][c][d]hstack=4,split=4[e][f][g][h];[e][f][g][h]vstack=4',
      ...x264,
      join(folder, 'crowd.mp4'),
    );
    const sink = await examine('crowd.mp4');
    expect((sink.result.facts['videoFaces'] as unknown[]).length).toBeLessThanOrEqual(12);
    expect(reasons(sink).some((reason) => /^Up to \d+ faces at once: not-run$/.test(reason))).toBe(true);
  });
  it('of one frame is looked at and not judged', async () => {
    moving('320:240', 1, 'single.mp4');
    const sink = await examine('single.mp4');
    expect(sink.result.facts['video']).toMatchObject({ framesLookedAt: 1 });
    expect(reasons(sink)).toContain('Face 1: whether it was swapped: not-examinable');
    expect(sink.result.findings.flatMap(({ support }) => support ?? [])).toEqual([]);
  });
  it('that is only sound has no faces to look for', async () => {
    makeMedia('-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', join(folder, 'sound.mp4'));
    expect(reasons(await examine('sound.mp4'))).toEqual(['Faces in the video: not-examinable']);
  });
  it('without a face says so', async () => {
    makeMedia(
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=320x240:rate=25:duration=0.4',
      ...x264,
      join(folder, 'test.mp4'),
    );
    const sink = await examine('test.mp4');
    expect(reasons(sink)).toContain('Faces in the video: not-examinable');
    expect(sink.result.findings).toEqual([]);
  });
  it('that claims ten hours and holds two pictures is looked at in the places it has', async () => {
    makeMedia(
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=64x64:rate=1/18000:duration=36000',
      ...x264,
      join(folder, 'still.mp4'),
    );
    const sink = await examine('still.mp4');
    expect((sink.result.facts['video'] as { framesLookedAt: number }).framesLookedAt).toBeGreaterThan(0);
    expect(sink.coverage.notExamined.length).toBeGreaterThan(0);
  });
  it('that is smaller than any face is not looked at', async () => {
    makeMedia(
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=32x32:rate=25:duration=0.2',
      ...x264,
      join(folder, 'tiny.mp4'),
    );
    expect(reasons(await examine('tiny.mp4'))).toEqual(['Faces in the video: not-examinable']);
  });
});

describe('what is not looked at', () => {
  it('is said of every film: generated faces, and added models by name', async () => {
    const addedModels = [{ manifest: { name: 'own-model', kind: 'face-score' } }] as never;
    const { coverage } = await examine('single.mp4', 'video/mp4', { addedModels });
    const saidOf = (name: string) => coverage.notExamined.find(({ what }) => what === name);
    expect(saidOf('Generated faces in the film')?.reason).toBe('not-run');
    expect(saidOf('The film with the added models')).toMatchObject({
      reason: 'not-run',
      detail: expect.stringContaining('own-model'),
    });
  });
  it('is said of a film that was cut off', async () => {
    const film = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=25:duration=4'];
    makeMedia(...film, ...x264, '-g', '25', '-movflags', '+faststart', join(folder, 'all.mp4'));
    const bytes = await readFile(join(folder, 'all.mp4'));
    await writeFile(join(folder, 'cut.mp4'), bytes.subarray(0, Math.floor(bytes.length / 2)));
    const said = reasons(await examine('cut.mp4'));
    expect(said).toContainEqual(expect.stringMatching(/^The film from 00:0[12]\.\d\d on: not-examinable$/));
    expect(reasons(await examine('all.mp4')).filter((one) => one.startsWith('The film from'))).toEqual([]);
  });
  it('is said of other video tracks, and a cover before the film does not hide it', async () => {
    moving('320:240', 9, 'behind.mp4');
    const cover = [
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=320x240:rate=25:duration=0.04',
      '-i',
      join(folder, 'behind.mp4'),
    ];
    const maps = ['-map', '0:v', '-map', '1:v', '-c:v:0', 'mjpeg', '-c:v:1', 'copy'];
    makeMedia(...cover, ...maps, join(folder, 'cover.mov'));
    const sink = await examine('cover.mov', 'video/quicktime');
    expect(reasons(sink)).toContain('Other video tracks: not-run');
    expect(sink.result.facts['videoFaces']).toHaveLength(1);
    expect(sink.result.facts['video']).toMatchObject({ framesLookedAt: 9 });
  });
});

describe('a run that cannot do everything', () => {
  it('without its head still says where faces are, and that they were not judged', async () => {
    const model = (name: string): Promise<Model> =>
      name === 'face-swap'
        ? Promise.reject(new AnalysisFailure('model-missing', 'Switched off.'))
        : open(name);
    const sink = await examine('single.mp4', 'video/mp4', { model });
    expect(sink.coverage.notExamined).toContainEqual({
      what: 'Whether faces in the video were swapped',
      reason: 'not-run',
      detail: 'Switched off.',
    });
    expect(sink.result.facts['videoFaces']).toHaveLength(1);
  });
  it('whose time runs out stops between places and says so', async () => {
    makeMedia(
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=64x64:rate=25:duration=60',
      ...x264,
      join(folder, 'long.mp4'),
    );
    const sink = await examine('long.mp4', 'video/mp4', {
      limits: { ...(manifest.limits as never as object), wallSeconds: 0.01 } as never,
    });
    expect(reasons(sink)).toContain('Some places of the film: not-run');
    expect(sink.result.facts['video']).toMatchObject({ framesLookedAt: 1 });
  });
  it('that is cancelled ends', async () => {
    const controller = new AbortController();
    controller.abort(new AnalysisFailure('cancelled', 'stop'));
    await expect(examine('one.mp4', 'video/mp4', { signal: controller.signal })).rejects.toMatchObject({
      failure: 'cancelled',
    });
  });
});
