import { describe, expect, it } from 'vitest';
import { AddedModelManifest, Manifest } from '../contract/index.ts';
import { withAdded } from './added-models.ts';

const limits = {
  inputBytes: 1,
  wallSeconds: 10,
  cpuSeconds: 10,
  memoryMiB: 100,
  outputBytes: 1,
  workdirMiB: 1,
  children: 0,
};
const analyzer = (addedModels: string[]) => ({
  manifest: Manifest.parse({
    name: 'faces',
    version: '1.0.0',
    summary: 'x',
    accepts: [],
    limits,
    addedModels,
  }),
  folder: '/x',
  models: { blazeface: 'b'.repeat(64) },
  versions: { 'npm:sharp': '1' },
});

const picture = {
  name: 'x',
  layout: 'NCHW',
  width: 224,
  height: 224,
  colour: 'RGB',
  range: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  resize: 'squash',
  crop: { of: 'image' },
};
const common = { file: 'model.onnx', bytes: 1024 * 1024, licence: 'MIT', source: 'this test' };
const encoder = AddedModelManifest.parse({
  ...common,
  kind: 'encoder',
  name: 'clip',
  sha256: 'c'.repeat(64),
  input: picture,
  output: { name: 'y', length: 8 },
});
const headOf = (sha256: string, changes: object = {}): AddedModelManifest =>
  AddedModelManifest.parse({
    ...common,
    kind: 'face-score',
    name: 'head',
    sha256: 'd'.repeat(64),
    input: { name: 'features', encoder: { name: 'clip', sha256 }, crop: { of: 'face', scale: 1.2 } },
    output: { name: 'y', index: 0, activation: 'sigmoid', meaning: 'higher-is-generated' },
    ...changes,
  });

describe('models that an operator added', () => {
  it('count among what an analyzer’s output depends on: bytes and manifest, with the encoder', () => {
    const one = withAdded(analyzer(['face-score']), [encoder, headOf(encoder.sha256)]);
    expect(one.models).toEqual({
      blazeface: 'b'.repeat(64),
      head: 'd'.repeat(64),
      clip: 'c'.repeat(64),
    });
    const other = withAdded(analyzer(['face-score']), [
      encoder,
      headOf(encoder.sha256, { licence: 'GPL-3.0' }),
    ]);
    expect(other.versions['added:head']).not.toBe(one.versions['added:head']);
    expect(other.versions['added:clip']).toBe(one.versions['added:clip']);
  });

  it('cost time and memory on top of what the analyzer has of its own', () => {
    const { manifest } = withAdded(analyzer(['face-score']), [encoder, headOf(encoder.sha256)]);
    expect(manifest.limits).toMatchObject({ memoryMiB: 100 + 2 * 195, wallSeconds: 130, cpuSeconds: 130 });
  });

  it('let an analyzer answer within the bound of their calibration; its own bound stays', () => {
    const calibration = {
      method: 'logistic',
      slope: 1,
      intercept: 0,
      real: { count: 40 },
      generated: { count: 60 },
      bound: 40,
      auc: { value: 0.9, low: 0.8, high: 0.95 },
      eer: 0.1,
      cllr: 0.5,
      cllrMin: 0.4,
      threshold: { score: 1, falsePositives: { count: 2, of: 40 } },
      inconclusive: { low: 0.5, high: 2 },
      set: 'pictures of the unit',
      date: '2026-11-22',
    };
    const models = [encoder, headOf(encoder.sha256, { calibration })];
    const [answers] = withAdded(analyzer(['face-score']), models).manifest.answers;
    expect(answers).toMatchObject({ question: 'manipulated-media', bound: 40 });
    expect(answers?.calibration).toBe('added model head: 40 genuine and 60 generated, pictures of the unit');
    const own = {
      question: 'manipulated-media',
      method: 'm',
      calibration: 'own set',
      bound: 800,
      limits: [],
    } as const;
    const plain = analyzer(['face-score']);
    const judge = { ...plain, manifest: { ...plain.manifest, answers: [{ ...own, limits: [] }] } };
    const both = withAdded(judge, models).manifest.answers;
    expect(both).toHaveLength(1);
    expect(both[0]).toMatchObject({
      bound: 800,
      calibration: expect.stringMatching(/^own set · added model head/),
    });
    expect(withAdded(analyzer(['face-score']), [encoder, headOf(encoder.sha256)]).manifest.answers).toEqual(
      [],
    );
  });

  it('leave an analyzer as it was that does not take their kind', () => {
    const plain = analyzer(['image-score']);
    expect(withAdded(plain, [encoder, headOf(encoder.sha256)])).toBe(plain);
  });

  it('do without a head whose encoder has other bytes', () => {
    const plain = analyzer(['face-score']);
    expect(withAdded(plain, [encoder, headOf('e'.repeat(64))])).toBe(plain);
    expect(withAdded(plain, [headOf(encoder.sha256)])).toBe(plain);
  });
});
