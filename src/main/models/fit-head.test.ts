import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFor, sha256Of } from '../../../tests/support/build-model.ts';
import { AddedModelManifest } from '../../contract/index.ts';
import { openAdded } from '../../inference/index.ts';
import { fitHead, scoreOf } from './fit-head.ts';
import { minimise } from './minimise.ts';
import { type Example, trainHead } from './train-head.ts';
import { HEAD_INPUT, HEAD_OUTPUT, writeHead } from './write-head.ts';

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Five features, of which the second tells the kinds apart as far as `apart` says and the fifth never changes. */
function examples(count: number, apart: number, seed = 3): Example[] {
  const random = uniform(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, i) => {
    const generated = i % 2 === 1;
    const features = Float32Array.of(
      normal(),
      40 + 9 * (normal() + (generated ? apart : 0)),
      normal(),
      normal(),
      7,
    );
    return { features, generated, group: `picture ${seed} ${i}` };
  });
}

const asTable = (all: readonly Example[]) => ({
  rows: all.map(({ features }) => features),
  generated: all.map(({ generated }) => generated),
});

describe('the least of a smooth function', () => {
  it('is found where scales differ much', () => {
    // (x − 3)² + 1000 (y + 2)² + (x y)² / 100, with its gradient.
    const found = minimise(new Float64Array(2), (at, gradient) => {
      const [x = 0, y = 0] = at;
      gradient.set([2 * (x - 3) + (x * y * y) / 50, 2000 * (y + 2) + (x * x * y) / 50]);
      return (x - 3) ** 2 + 1000 * (y + 2) ** 2 + (x * y) ** 2 / 100;
    });
    const [x = 0, y = 0] = found;
    expect(Math.abs(2 * (x - 3) + (x * y * y) / 50)).toBeLessThan(1e-3);
    expect(Math.abs(2000 * (y + 2) + (x * x * y) / 50)).toBeLessThan(1e-1);
  });
});

describe('a linear head', () => {
  it('finds the ratio of two normal distributions in features of any scale', () => {
    // ln LR = 2 (v − 40) / 9 − 2 for the second feature.
    const { weights, bias } = fitHead(asTable(examples(6000, 2)), 1e-6);
    expect(weights[1]).toBeCloseTo(2 / 9, 1);
    expect(bias + 40 * (weights[1] ?? 0)).toBeCloseTo(-2, 0);
    for (const other of [0, 2, 3]) expect(Math.abs(weights[other] ?? 9)).toBeLessThan(0.15);
    expect(weights[4]).toBeCloseTo(0, 9);
  });

  it('stays finite where the kinds do not overlap', () => {
    const { weights, bias } = fitHead(asTable(examples(60, 100)), 1e-4);
    expect([...weights, bias].every(Number.isFinite)).toBe(true);
  });

  it('gives the same numbers as a file that the runtime opens', async () => {
    const all = examples(200, 1);
    const head = fitHead(asTable(all), 0.01);
    const bytes = writeHead(head);
    const folder = mkdtempSync(join(tmpdir(), 'assay-head-'));
    try {
      mkdirSync(join(folder, 'head'));
      writeFileSync(join(folder, 'head', 'model.onnx'), bytes);
      const manifest = AddedModelManifest.parse(manifestFor(bytes, { name: 'head' }));
      const { added } = await openAdded(folder, [{ manifest, encoder: undefined }]);
      const data = Float32Array.from(all.flatMap(({ features }) => [...features]));
      const outputs = await added[0]?.model.run({
        [HEAD_INPUT]: { type: 'float32', dims: [all.length, 5], data },
      });
      const scores = outputs?.[HEAD_OUTPUT]?.data as Float32Array;
      all.forEach(({ features }, i) => {
        expect(scores[i]).toBeCloseTo(scoreOf(head, features), 3);
      });
      expect(sha256Of(writeHead(fitHead(asTable(all), 0.01)))).toBe(sha256Of(bytes));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('training', () => {
  const options = { set: 'of this test', date: '2026-11-22', notScored: { real: 0, generated: 0 } };

  it('measures on pictures that nothing was chosen on, and bounds ratios by their number', () => {
    const { calibration, train, validation, held } = trainHead(examples(1200, 1.5), options);
    expect(train.real + validation.real + held.real).toBe(600);
    expect(held.real).toBeGreaterThan(80);
    expect(held.auc.value).toBeGreaterThan(0.8);
    expect(calibration.auc).toEqual(held.auc);
    expect(calibration.bound).toBe(Math.min(held.real, held.generated));
  });

  it('learns nothing where there is nothing to learn', () => {
    const { held } = trainHead(examples(1200, 0), options);
    expect(held.auc.low).toBeLessThan(0.5);
    expect(held.auc.high).toBeGreaterThan(0.5);
  });

  it('keeps a group on one side: what is known only by its clip is not recognised', () => {
    // Each clip has its own look and one label; a split by picture would recognise clips.
    const random = uniform(11);
    const all = Array.from({ length: 90 }, (_, clip) => {
      const look = Array.from({ length: 40 }, () => random() * 10);
      return Array.from({ length: 20 }, () => ({
        features: Float32Array.from(look, (v) => v + random() * 0.01),
        generated: clip % 2 === 1,
        group: `folder clip${clip}`,
      }));
    }).flat();
    const { train, held } = trainHead(all, options);
    expect(train.auc.value).toBeGreaterThan(0.95);
    expect(held.auc.value).toBeLessThan(0.8);
  });

  it('asks for more pictures than a handful, and says how many', () => {
    expect(() => trainHead(examples(60, 2), options)).toThrow(/too few pictures.*About 100 of each/s);
  });
});
