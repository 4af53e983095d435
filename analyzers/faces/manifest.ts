import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'faces',
  version: '1.0.1',
  summary: 'Finds where faces are in a picture. It does not say whether they are genuine.',
  accepts: [{ mediaType: 'image/*', relations: ['exhibit', 'extracted-from', 'frame-of'] }],
  models: ['blazeface'],
  packages: ['sharp', 'onnxruntime-node'],
  blindSpots: [
    'Whose face it is',
    'Faces that are small in a large picture, turned away or covered: they can be missed',
  ],
  limits: {
    inputBytes: 256 * 1024 * 1024,
    wallSeconds: 90,
    cpuSeconds: 90,
    memoryMiB: 1536,
    outputBytes: 32 * 1024 * 1024,
    workdirMiB: 16,
    children: 0,
  },
};
