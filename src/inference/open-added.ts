import { join } from 'node:path';
import type { AddedModel, AddedModelChoice, AddedModelManifest, Model } from '../contract/index.ts';
import { openFile } from './open-model.ts';

export interface OpenedModels {
  readonly added: readonly AddedModel[];
  /** Those that could not be opened, and why. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Opens models that an operator added, and the encoders that they need, one after the other: each may be large. `folder`
 * holds one folder for each, by name. What cannot be opened leaves the others as they are.
 */
export async function openAdded(folder: string, choices: readonly AddedModelChoice[]): Promise<OpenedModels> {
  const opened = new Map<string, Promise<Model>>();
  const open = (one: AddedModelManifest): Promise<Model> => {
    const model = opened.get(one.name) ?? openFile(join(folder, one.name, one.file), one);
    opened.set(one.name, model);
    return model;
  };
  const added: AddedModel[] = [];
  const refused: { name: string; why: string }[] = [];
  for (const { manifest, encoder } of choices) {
    try {
      added.push({
        manifest,
        model: await open(manifest),
        encoder: encoder === undefined ? undefined : { manifest: encoder, model: await open(encoder) },
      });
    } catch (error) {
      refused.push({ name: manifest.name, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { added, refused };
}
