import { AssayError } from '../../../contract/index.ts';
import { showHostile } from '../../../exchange/index.ts';
import { readConfig } from '../../config.ts';
import { EXIT } from '../../exit-codes.ts';
import { type ListedModel, listModels } from '../../models/list-models.ts';
import { probeModels } from '../../models/probe-models.ts';

/** Opens each model in a jail and runs it on an empty input. Exit code 1 where one is not as it should be. */
export async function verify(names: readonly string[]): Promise<void> {
  const config = readConfig();
  const models = choose(await listModels(config), names);
  const sound = models.filter(({ trouble }) => trouble === undefined);
  const of = (from: ListedModel['from']): string[] =>
    sound.filter((model) => model.from === from).map(({ name }) => name);
  const probed = await probeModels(config, { shipped: of('shipped'), added: of('added') });
  for (const model of models) {
    const trouble = model.trouble ?? probed.find(({ name }) => name === model.name)?.trouble;
    if (trouble !== undefined) process.exitCode = EXIT.error;
    const line = trouble === undefined ? `ok      ${model.name}` : `broken  ${model.name}: ${trouble}`;
    process.stdout.write(`${showHostile(line, { max: 2000, lines: false })}\n`);
  }
}

function choose(models: readonly ListedModel[], names: readonly string[]): readonly ListedModel[] {
  for (const name of names)
    if (!models.some((model) => model.name === name))
      throw new AssayError('not-found', `There is no model ${name}. “assay models list” shows all.`);
  return names.length === 0 ? models : models.filter(({ name }) => names.includes(name));
}
