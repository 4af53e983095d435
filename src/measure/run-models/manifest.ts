import { addedKinds, type ManifestInput } from '../../contract/index.ts';

export const manifest: ManifestInput = {
  name: 'run-models',
  version: '1.0.0',
  summary: 'Runs added models over labelled pictures, for “assay models”. No examination uses it.',
  accepts: [],
  models: ['blazeface'],
  addedModels: [...addedKinds],
  packages: ['sharp', 'onnxruntime-node'],
  limits: {
    inputBytes: 512 * 1024 * 1024,
    wallSeconds: 600,
    cpuSeconds: 600,
    memoryMiB: 1536,
    outputBytes: 64 * 1024 * 1024,
    workdirMiB: 128,
    children: 0,
  },
};
