import { join } from 'node:path';
import type { Log, Plan } from '../../pipeline/index.ts';
import { type Jails, openJails } from '../../sandbox/index.ts';
import type { Config } from '../config.ts';
import { chooseIsolation } from './choose-isolation.ts';
import { analyzerFoldersOf } from './load-plan.ts';
import { modelsFolderOf } from './models-folder.ts';

/** Jails as the settings ask for them. `spares`: warm ones per analyzer. */
export async function openJailsFor(
  config: Config,
  plan: Plan,
  options: { readonly spares: number; readonly scratch?: string; readonly log?: Log },
): Promise<Jails> {
  const { isolation, why } = await chooseIsolation(config);
  if (isolation === 'process') {
    options.log?.warn({ why }, 'hostile files are examined in the weaker isolation "process"');
  }
  return openJails({
    root: config.root,
    modelsFolder: modelsFolderOf(config),
    added: plan.added,
    isolation,
    spares: options.spares,
    scratch: options.scratch ?? join(config.dataFolder, 'scratch'),
    manifests: plan.analyzers.map((analyzer) => analyzer.manifest),
    analyzerFolders: analyzerFoldersOf(config),
  });
}
