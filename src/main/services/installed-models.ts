import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '../../contract/index.ts';
import { type ModelEntry, readModelManifest } from '../../inference/index.ts';

export interface ModelState {
  readonly entry: ModelEntry;
  /** Why it cannot be used, in words; undefined when it is installed and is byte for byte the pinned one. */
  readonly trouble: string | undefined;
}

/** Every model of models/manifest.json, and whether the file is there and has the pinned hash. */
export async function inspectModels(modelsFolder: string): Promise<readonly ModelState[]> {
  const { models } = await readModelManifest(modelsFolder);
  return Promise.all(
    models.map(async (entry) => ({ entry, trouble: await troubleOf(join(modelsFolder, entry.file), entry) })),
  );
}

/** Name → SHA-256 of the models that can be used. */
export async function installedModels(modelsFolder: string): Promise<Readonly<Record<string, Sha256>>> {
  const usable = (await inspectModels(modelsFolder)).filter((model) => model.trouble === undefined);
  return Object.fromEntries(usable.map(({ entry }) => [entry.name, entry.sha256]));
}

async function troubleOf(path: string, entry: ModelEntry): Promise<string | undefined> {
  try {
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return sha256 === entry.sha256 ? undefined : 'its file is not the pinned one';
  } catch {
    return 'its file is missing';
  }
}
