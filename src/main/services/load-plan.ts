import { join, resolve } from 'node:path';
import { DEFAULT_TREE_LIMITS, loadAnalyzers, type Plan } from '../../pipeline/index.ts';
import type { Config } from '../config.ts';
import { readAddedModels } from '../models/added-models.ts';
import { assayVersion } from '../version.ts';
import { installedModels } from './installed-models.ts';
import { modelsFolderOf } from './models-folder.ts';
import { readRules, ruleConfig } from './read-rules.ts';

/** Analyzers that scan with a unit's own YARA rules. */
const TAKES_RULES: ReadonlySet<string> = new Set(['apk']);

/** Folders that analyzers are loaded from: the built ones first, then the operator's. */
export function analyzerFoldersOf(config: Config): readonly string[] {
  return [join(config.root, 'dist', 'analyzers'), ...config.analyzerFolders];
}

/** Which analyzers there are and what their output depends on. Errors: `misconfigured`, saying what to fix. */
export async function loadPlan(config: Config): Promise<Plan> {
  const models = await installedModels(modelsFolderOf(config));
  const { folder, switchedOff, enabled } = await readAddedModels(config.dataFolder);
  const added = { folder, models: enabled };
  const folders = analyzerFoldersOf(config);
  const analyzers = await loadAnalyzers({ root: config.root, folders, models, switchedOff, added: enabled });
  const rules = await readRules(config.yaraRules && resolve(config.root, config.yaraRules));
  return {
    analyzers,
    added,
    limits: DEFAULT_TREE_LIMITS,
    producerVersion: assayVersion(),
    configOf: (unitId, analyzer) => (TAKES_RULES.has(analyzer) ? ruleConfig(rules, unitId) : null),
  };
}
