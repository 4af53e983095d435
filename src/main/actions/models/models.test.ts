import { expect, it } from 'vitest';
import type { ScoreManifest } from '../../../contract/index.ts';
import type { MeasuredScores } from '../../models/measure-scores.ts';
import { keep } from './evaluate.ts';
import { originOf } from './list.ts';

it('a calibration whose ratios tell less than none is not written', async () => {
  const manifest = { name: 'coin' } as ScoreManifest;
  const measured = [{ name: 'coin', calibration: { slope: 0.01, cllr: 1.0004 } }] as MeasuredScores[];
  await expect(keep('/nonexistent', manifest, measured)).rejects.toThrow(
    /Cllr of 1\.000 on these pictures.*no calibration was written/,
  );
});

it('a model is listed with where it comes from', () => {
  expect(originOf('trained by us: models/training')).toBe('trained by us (models/training)');
  expect(originOf('https://example.org/a.onnx')).toBe('from https://example.org/a.onnx');
});
