import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'synthetic-image',
  version: '1.0.0',
  summary: 'Looks for traces of generators in the faces of a picture, and says which generators it knows.',
  accepts: [{ mediaType: 'image/*', relations: ['exhibit', 'extracted-from'] }],
  models: ['blazeface', 'facemesh', 'face-features'],
  addedModels: ['image-score'],
  packages: ['sharp', 'onnxruntime-node'],
  blindSpots: [
    'Generators other than those that its model was trained on, above all newer ones',
    'Generated pictures without a face, unless the operator added a model for whole pictures',
    'Faces that are small in a large picture, turned away or covered: they can be missed',
  ],
  limits: {
    inputBytes: 256 * 1024 * 1024,
    wallSeconds: 300,
    cpuSeconds: 300,
    memoryMiB: 2048,
    outputBytes: 64 * 1024 * 1024,
    workdirMiB: 16,
    children: 0,
  },
};
