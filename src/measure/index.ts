export { packBundle, readBundle } from './bundle.ts';
export { manifest as runModelsManifest } from './run-models/manifest.ts';
export type { PictureAnswer, ProbeAnswer, ShippedProbe, Task } from './task.ts';
