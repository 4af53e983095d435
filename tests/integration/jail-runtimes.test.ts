import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { openTrials, trialManifest } from '../support/jail-trials.ts';

it.each(['bubblewrap', 'process'] as const)(
  'what analyzers are made of runs when held by %s',
  async (isolation) => {
    await buildModels(fileURLToPath(new URL('../..', import.meta.url)));
    const manifest = trialManifest(
      'runtimes',
      { memoryMiB: 512 },
      { programs: ['ffmpeg', 'ffprobe'], models: ['blazeface'] },
    );
    await using trials = await openTrials({ isolation });
    const outcome = await trials.attempt(manifest);
    expect(outcome.detail).toBeUndefined();
    expect(outcome.result.facts).toEqual({
      sharp: 'PNG',
      onnxruntime: ['boxes-16', 'boxes-8', 'logits-16', 'logits-8'],
      tesseract: 'string',
      ffmpeg: 'h264',
    });
  },
);
