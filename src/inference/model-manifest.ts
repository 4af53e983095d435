import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError, type Model, type Sha256 } from '../contract/plain.ts';
import type { ModelManifest } from './manifest-schema.ts';

export type { ModelEntry, ModelManifest } from './manifest-schema.ts';

const pathOf = (modelsFolder: string): string => join(modelsFolder, 'manifest.json');
const unreadable = (path: string, why: string, cause?: unknown): AssayError =>
  new AssayError('misconfigured', `The list of models ${path} cannot be read. ${why}`, { cause });

/** Reads the manifest; loads no model and no runtime. Throws `misconfigured` when it is missing or wrong. */
export async function readModelManifest(modelsFolder: string): Promise<ModelManifest> {
  const path = pathOf(modelsFolder);
  const { explain, ModelManifest } = await import('./manifest-schema.ts');
  try {
    return ModelManifest.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw unreadable(path, explain(cause), cause);
  }
}

/** Which file a model is, and the hash it must have. */
export interface PinnedFile {
  readonly name: string;
  readonly file: string;
  readonly sha256: Sha256;
}

/** With what is known of its score. */
export type FoundModel = PinnedFile & Pick<Model, 'calibration' | 'training'>;

/**
 * One model of the manifest; undefined: it names none. For jails, which wait for it: what is not needed to open the model
 * was checked when Assay started, and is not again.
 */
export async function findModel(modelsFolder: string, name: string): Promise<FoundModel | undefined> {
  const path = pathOf(modelsFolder);
  try {
    const { models } = JSON.parse(await readFile(path, 'utf8')) as { models: readonly FoundModel[] };
    const entry = models.find((model) => model.name === name);
    if (entry === undefined) return undefined;
    const { file, sha256, calibration, training } = entry;
    if (!/^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]*\.onnx$/.test(file) || !/^[0-9a-f]{64}$/.test(sha256))
      throw new Error(`The entry ${name} names no model.`);
    return {
      name,
      file,
      sha256,
      ...(calibration === undefined ? {} : { calibration }),
      ...(training === undefined ? {} : { training }),
    };
  } catch (cause) {
    throw unreadable(path, String(cause), cause);
  }
}
