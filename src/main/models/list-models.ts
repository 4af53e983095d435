import type { Calibration, TrainingSource } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import { inspectModels } from '../services/installed-models.ts';
import { modelsFolderOf } from '../services/models-folder.ts';
import { readAddedModels } from './added-models.ts';

/** One model as `assay models list` shows it, shipped or added. */
export interface ListedModel {
  readonly name: string;
  readonly from: 'shipped' | 'added';
  readonly kind: string;
  readonly enabled: boolean;
  /** Why it cannot be used. */
  readonly trouble: string | undefined;
  readonly sha256: string;
  readonly bytes: number | undefined;
  readonly licence: string;
  readonly source: string;
  readonly training: readonly TrainingSource[];
  readonly calibration: Calibration | undefined;
  /** May it be switched off? */
  readonly optional: boolean;
}

/** Every model there is, those that ship first. Errors: `misconfigured`. */
export async function listModels(config: Config): Promise<readonly ListedModel[]> {
  const { all, switchedOff } = await readAddedModels(config.dataFolder);
  const shipped = await inspectModels(modelsFolderOf(config));
  return [
    ...shipped.map(
      ({ entry, trouble }): ListedModel => ({
        ...entry,
        from: 'shipped',
        kind: 'built in',
        enabled: !switchedOff.has(entry.name),
        trouble,
        bytes: entry.bytes,
        training: entry.training ?? [],
        calibration: entry.calibration,
        optional: entry.optional ?? false,
      }),
    ),
    ...all.map(
      ({ manifest, enabled, trouble }): ListedModel => ({
        ...manifest,
        from: 'added',
        enabled,
        trouble,
        calibration: manifest.kind === 'encoder' ? undefined : manifest.calibration,
        optional: true,
      }),
    ),
  ];
}
