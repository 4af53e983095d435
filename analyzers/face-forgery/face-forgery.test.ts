import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import type { Model } from '../../src/contract/index.ts';
import { openModel } from '../../src/inference/index.ts';
import {
  blankRaster,
  decodeImage,
  encodePng,
  paste,
  type Raster,
  resizeRaster,
} from '../../src/media/index.ts';
import { grainy } from '../../tests/support/grainy.ts';
import { buildPng } from '../../tests/support/hostile-media.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder = '';
let photo: Raster;
let path = '';
let two: Awaited<ReturnType<typeof examine>>;
const models = new Map<string, Promise<Model>>();
const openOnce = (name: string): Promise<Model> => {
  const model = models.get(name) ?? openModel('models', name);
  models.set(name, model);
  return model;
};
const file = async (name: string, bytes: Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-forgery-'));
  await buildModels('.');
  const { raster } = await decodeImage('samples/photo/input.jpg');
  photo = grainy(await resizeRaster(raster, Math.round(raster.width * 0.6), Math.round(raster.height * 0.6)));
  path = await file('photo.png', await encodePng(photo));
  two = await examine(await file('two.png', await encodePng(await twice(photo))));
}, 240_000);
afterAll(() => rm(folder, { recursive: true }));

async function examine(path: string, options: { mediaType?: string; off?: string } = {}) {
  const sink = recordingSink({ workdir: folder });
  const model = async (name: string) => {
    if (name === options.off)
      throw Object.assign(new Error(`The model ${name} was switched off.`), { name: 'AnalysisFailure' });
    return openOnce(name);
  };
  const mediaTypes = [options.mediaType ?? 'image/png'];
  const artefact = { sha256: '0'.repeat(64), bytes: 1, mediaTypes, path };
  await analyze(artefact, recordingContext({ workdir: folder, sink, model }));
  return sink;
}

/** The picture, and to its left once more at seven tenths. */
async function twice(picture: Raster): Promise<Raster> {
  const smaller = await resizeRaster(
    picture,
    Math.round(picture.width * 0.7),
    Math.round(picture.height * 0.7),
  );
  const both = blankRaster(picture.width + smaller.width, picture.height, [90, 100, 110]);
  paste(both, smaller, 0, 0);
  paste(both, picture, smaller.width, 0);
  return grainy(both, 6);
}

interface FaceFact {
  readonly number: number;
  readonly box: { readonly x: number; readonly width: number };
  readonly score?: number;
  readonly copies?: object;
}
const factsOf = ({ result }: typeof two) => result.facts['faces'] as unknown as FaceFact[];

describe('each face', () => {
  it('is a finding of its own, the largest first, with its place and raw score', async () => {
    const { findings } = two.result;
    expect(findings.map(({ id }) => id)).toEqual(['face-forgery.swapped#1', 'face-forgery.swapped#2']);
    const faces = factsOf(two);
    expect(faces.map(({ number }) => number)).toEqual([1, 2]);
    expect(faces[0]?.box.x).toBeGreaterThan(photo.width * 0.7);
    expect(faces[1]?.box.width).toBeLessThan((faces[0]?.box.width ?? 0) * 0.8);
    const head = await openOnce('face-swap');
    for (const [i, finding] of findings.entries()) {
      expect(finding.measure?.threshold).toBe(head.calibration?.threshold.score);
      expect(finding.measure?.value).toBeCloseTo(faces[i]?.score ?? Number.NaN, 3);
      expect(finding.detail).toContain(head.sha256.slice(0, 12));
      expect(finding.locations).toMatchObject([{ kind: 'box', x: faces[i]?.box.x }]);
    }
  });

  it('is scored again in copies as messengers and editors make them', () => {
    for (const { copies } of factsOf(two))
      expect(Object.keys(copies ?? {})).toEqual([
        'saved as JPEG 90',
        'saved as JPEG 70',
        'saved as JPEG 50',
        'saved as JPEG 30',
        'scaled to 75 %',
        'scaled to 50 %',
      ]);
  });

  it('is shown in the picture, and with the patches that its score comes from', () => {
    expect([...two.evidenceBytes.keys()]).toEqual(expect.arrayContaining(['faces', 'face-1', 'face-2']));
    for (const bytes of two.evidenceBytes.values()) expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
    expect(two.result.findings[0]?.evidence).toEqual(['faces', 'face-1']);
  });

  it('counts for half where there are two, and nothing is called genuine or fake', () => {
    for (const { support } of two.result.findings)
      if (support !== undefined) expect(support.basis).toContain('divided by 2');
    expect(JSON.stringify(two.result)).not.toMatch(/authentic|deepfake|% fake/i);
    expect(two.result.facts['coverage']).toMatchObject({ faces: 2, scored: 2 });
  });
});

it('without its model no score is given, and that is said', async () => {
  const sink = await examine(path, { off: 'face-swap' });
  expect(sink.result.findings).toEqual([]);
  expect(sink.coverage.examined).toEqual([]);
  expect(sink.coverage.notExamined).toMatchObject([{ reason: 'not-run' }]);
  expect(sink.coverage.notExamined[0]?.detail).toContain('switched off');
});

describe('no score is given', () => {
  it('to a drawing', async () => {
    const sink = await examine('samples/photo/input.jpg', { mediaType: 'image/jpeg' });
    expect(sink.result.findings).toEqual([]);
    expect(sink.coverage).toMatchObject({
      examined: [],
      notExamined: [{ reason: 'outside-validity-domain' }],
    });
    expect(sink.result.facts['coverage']).toMatchObject({ faces: 1, scored: 0, outsideValidityDomain: 1 });
  });

  it.each([
    ['a picture without a face', 'samples/screenshot/input.png', 'No face was found'],
    ['a picture of a few pixels', '', '63 by 80 pixels'],
  ])('to %s', async (_, sample, why) => {
    const path = sample === '' ? await file('small.png', buildPng(63, 80, 80)) : sample;
    const sink = await examine(path);
    expect(sink.result.findings).toEqual([]);
    expect(sink.coverage.examined).toEqual([]);
    expect(sink.coverage.notExamined).toMatchObject([{ reason: 'not-examinable' }]);
    expect(sink.coverage.notExamined[0]?.detail).toContain(why);
  });

  it('to a picture of absurd size', async () => {
    const path = await file('huge.png', buildPng(50_000, 50_000, 1));
    await expect(examine(path)).rejects.toMatchObject({ failure: 'over-limit' });
  });

  it('to what is left of a truncated picture without its face, and the damage is said', async () => {
    const bytes = await encodePng(photo);
    const sink = await examine(await file('cut.png', bytes.subarray(0, bytes.length / 8)));
    expect(sink.result.findings).toEqual([]);
    expect(sink.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'The damaged part of the picture', reason: 'not-examinable' }),
    );
  });
});
