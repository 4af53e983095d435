export { type ModelEntry, type ModelManifest, readModelManifest } from './model-manifest.ts';
export { openModel } from './open-model.ts';
