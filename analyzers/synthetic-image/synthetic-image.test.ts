import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { type AddedModel, AddedModelManifest, type Calibration } from '../../src/contract/index.ts';
import { openAdded, openModel } from '../../src/inference/index.ts';
import { decodeImage, encodePng, resizeRaster } from '../../src/media/index.ts';
import { buildDetector, manifestFor } from '../../tests/support/build-model.ts';
import { grainy } from '../../tests/support/grainy.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';
import { sayTraining } from './say-training.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-synthetic-'));
  await buildModels('.');
});
afterAll(() => rm(folder, { recursive: true }));

async function examine(path: string, addedModels: readonly AddedModel[] = []) {
  const sink = recordingSink({ workdir: folder });
  const artefact = { sha256: '0'.repeat(64), bytes: 1, mediaTypes: ['image/png'], path };
  const model = (name: string) => openModel('models', name);
  await analyze(artefact, recordingContext({ workdir: folder, sink, model, addedModels }));
  return sink;
}

const calibration: Calibration = {
  method: 'logistic',
  slope: 0,
  intercept: Math.log(30),
  real: { count: 200 },
  generated: { count: 200 },
  bound: 200,
  auc: { value: 0.9, low: 0.87, high: 0.93 },
  eer: 0.1,
  cllr: 0.5,
  cllrMin: 0.4,
  threshold: { score: 0, falsePositives: { count: 10, of: 200 } },
  inconclusive: { low: 0.5, high: 2 },
  set: 'pictures of this test',
  date: '2026-11-22',
};

/** A real network that an operator could add: it measures how much neighbouring pixels differ. */
async function addDetector(changes: object): Promise<readonly AddedModel[]> {
  const bytes = buildDetector();
  const manifest = AddedModelManifest.parse(manifestFor(bytes, changes));
  await mkdir(join(folder, manifest.name), { recursive: true });
  await writeFile(join(folder, manifest.name, manifest.file), bytes);
  return (await openAdded(folder, [{ manifest, encoder: undefined }])).added;
}

describe('a model that the operator added for whole pictures', () => {
  it('has its own finding, in the same words as ours', async () => {
    const sink = await examine('samples/screenshot/input.png', await addDetector({ calibration }));
    const [finding] = sink.result.findings;
    expect(finding).toMatchObject({ id: 'synthetic-image.added.detector', severity: 'medium' });
    expect(finding?.detail).toMatch(/^The score provides moderate support \(likelihood ratio about 30/);
    expect(finding?.support?.ratio).toBeCloseTo(30);
    expect(sink.coverage.examined).toEqual(['The picture with the added model detector']);
  });

  it('without calibration gives a number that counts for nothing', async () => {
    const sink = await examine('samples/screenshot/input.png', await addDetector({}));
    expect(sink.result.findings).toMatchObject([{ severity: 'info' }]);
    expect(sink.result.findings[0]?.support).toBeUndefined();
    expect(sink.coverage.notExamined).toContainEqual(expect.objectContaining({ reason: 'not-run' }));
  });

  it('that does not fit its manifest is said in coverage, and the rest goes on', async () => {
    const wrong = { output: { name: 'nothing', index: 0, activation: 'none', meaning: 'higher-is-real' } };
    const sink = await examine('samples/screenshot/input.png', await addDetector(wrong));
    expect(sink.result.findings).toEqual([]);
    expect(sink.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'The picture with the added model detector', reason: 'not-run' }),
    );
  });
});

it('a drawn face is outside of what it was tested on', async () => {
  const sink = await examine('samples/photo/input.jpg');
  expect(sink.result.findings).toEqual([]);
  expect(sink.coverage.notExamined).toContainEqual(
    expect.objectContaining({ reason: 'outside-validity-domain' }),
  );
});

it('the generators that the model knows are named, and that others were not tested', () => {
  const training = [{ source: 'StyleGAN2 faces', terms: 'CC BY-NC-SA 4.0', restricted: true }];
  expect(sayTraining({ name: 'generated-face', training }).detail).toBe(
    'generated-face was trained on these generated and recorded pictures: StyleGAN2 faces. Pictures by other generators were not tested: they can score like recorded ones.',
  );
  expect(sayTraining({ name: 'generated-face' }).detail).toContain('not written down');
});

it('a photograph-like face is scored with the head that ships, and the finding says what it knows', async () => {
  const { raster } = await decodeImage('samples/photo/input.jpg');
  const small = await resizeRaster(raster, Math.round(raster.width * 0.5), Math.round(raster.height * 0.5));
  const path = join(folder, 'photo.png');
  await writeFile(path, await encodePng(grainy(small)));
  const { result } = await examine(path);
  expect(result.findings.map(({ id }) => id)).toEqual([
    'synthetic-image.generated#1',
    'synthetic-image.generators',
  ]);
  expect(result.findings[1]?.detail).toContain('StyleGAN');
  expect(result.facts['coverage']).toMatchObject({ faces: 1, scored: 1 });
}, 120_000);
