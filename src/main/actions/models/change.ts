import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../../../contract/index.ts';
import { readConfig } from '../../config.ts';
import { readAddedModels, writeState } from '../../models/added-models.ts';
import { type ListedModel, listModels } from '../../models/list-models.ts';

const RESTART = 'A service that is running goes on as it is until it is started again.\n';

export async function setEnabled(name: string, enabled: boolean): Promise<void> {
  const config = readConfig();
  const model = requireModel(await listModels(config), name);
  if (!enabled && !model.optional)
    throw new AssayError(
      'conflict',
      `${name} cannot be switched off: analyzers that ship cannot do without it.`,
    );
  await writeState(config.dataFolder, name, enabled);
  process.stdout.write(`${name} is switched ${enabled ? 'on' : 'off'}. ${RESTART}`);
}

export async function remove(name: string): Promise<void> {
  const config = readConfig();
  if (requireModel(await listModels(config), name).from === 'shipped')
    throw new AssayError('conflict', `${name} ships with Assay and cannot be removed.`);
  const { all, folder } = await readAddedModels(config.dataFolder);
  const heads = all.filter(
    ({ manifest }) => 'encoder' in manifest.input && manifest.input.encoder.name === name,
  );
  if (heads.length > 0)
    throw new AssayError(
      'conflict',
      `${heads.map(({ manifest }) => manifest.name).join(', ')} cannot do without the encoder ${name}. Remove that first.`,
    );
  await rm(join(folder, name), { recursive: true });
  await writeState(config.dataFolder, name, true);
  process.stdout.write(`Removed ${name}. ${RESTART}`);
}

function requireModel(models: readonly ListedModel[], name: string): ListedModel {
  const model = models.find((one) => one.name === name);
  if (model === undefined)
    throw new AssayError('not-found', `There is no model ${name}. “assay models list” shows all.`);
  return model;
}
