import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { openModel } from '../../src/inference/index.ts';
import { overlap } from '../../src/vision/index.ts';
import { buildPng } from '../../tests/support/hostile-media.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { describeFaces } from './describe-faces.ts';
import { analyze } from './index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-faces-'));
  await buildModels('.');
});
afterAll(() => rm(folder, { recursive: true }));

async function examine(path: string, mediaType: string) {
  const sink = recordingSink({ workdir: folder });
  const artefact = { sha256: '0'.repeat(64), bytes: 1, mediaTypes: [mediaType], path };
  await analyze(
    artefact,
    recordingContext({ workdir: folder, sink, model: (name) => openModel('models', name) }),
  );
  return sink;
}
const file = async (name: string, bytes: Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

describe('faces', () => {
  it('are found where they are, with their score and a picture that shows it', async () => {
    const sink = await examine('samples/photo/input.jpg', 'image/jpeg');
    const [finding] = sink.result.findings;
    expect(finding).toMatchObject({ id: 'faces.found', evidence: ['faces'] });
    expect(finding?.measure).toMatchObject({ unit: 'score', threshold: 0.7 });
    expect(finding?.measure?.value).toBeGreaterThan(0.85);
    expect(finding?.locations).toHaveLength(1);
    const box = finding?.locations[0];
    if (box?.kind !== 'box') throw new Error('the location is a box');
    // Where scene.html draws it: brows to chin, ear to ear.
    expect(overlap(box, { x: 455, y: 270, width: 320, height: 325 })).toBeGreaterThan(0.7);
    expect(sink.evidenceBytes.get('faces')?.toString('latin1', 1, 4)).toBe('PNG');
  });

  it('are never said to be genuine or not', async () => {
    const sink = await examine('samples/photo/input.jpg', 'image/jpeg');
    expect(sink.result.findings[0]?.detail).toContain(
      'Whether a face is genuine is not this analyzer’s matter',
    );
    expect(JSON.stringify(sink.result)).not.toMatch(/authentic|fake|deepfake/i);
  });

  it('that are not there are reported with the highest score, below the threshold', async () => {
    const sink = await examine('samples/screenshot/input.png', 'image/png');
    const [finding] = sink.result.findings;
    expect(finding).toMatchObject({ id: 'faces.none', evidence: [] });
    expect(finding?.measure?.value).toBeLessThan(0.7);
    expect(sink.result.evidence).toEqual([]);
  });

  it.each([
    [1, 1],
    [63, 500],
  ])('are not looked for in %i by %i pixels, and no score is given', async (width, height) => {
    const sink = await examine(await file('small.png', buildPng(width, height, height)), 'image/png');
    expect(sink.result.findings).toEqual([]);
    expect(sink.coverage.notExamined).toMatchObject([{ what: 'Faces', reason: 'not-examinable' }]);
  });

  it('come out the same twice', async () => {
    const runs = [];
    for (let i = 0; i < 2; i++) runs.push((await examine('samples/photo/input.jpg', 'image/jpeg')).result);
    expect(JSON.stringify(runs[0])).toBe(JSON.stringify(runs[1]));
  });

  it('a refused picture has no score', async () => {
    const path = await file('huge.png', buildPng(50_000, 50_000, 1));
    await expect(examine(path, 'image/png')).rejects.toMatchObject({ failure: 'over-limit' });
  });
});

it('a face just below the threshold is a fact and not a found face', () => {
  const box = { x: 1.4, y: 2, width: 30, height: 30 };
  const { finding, facts } = describeFaces([{ score: 0.6999, box }], 0.3);
  expect(finding).toMatchObject({ id: 'faces.none', measure: { value: 0.7, threshold: 0.7 } });
  expect(facts).toEqual([{ score: 0.7, box: { x: 1, y: 2, width: 30, height: 30 } }]);
});
