import { join } from 'node:path';
import { AssayError, type ScoreManifest } from '../../../contract/index.ts';
import { showHostile } from '../../../exchange/index.ts';
import { readConfig } from '../../config.ts';
import { type AddedModels, readAddedModels, writeWhole } from '../../models/added-models.ts';
import { evaluateAnalyzer } from '../../models/evaluate-analyzer.ts';
import { evaluateModels } from '../../models/evaluate-models.ts';
import { type LabelledFolder, readLabelledFolder } from '../../models/labelled-folder.ts';
import type { MeasuredScores } from '../../models/measure-scores.ts';
import { showProgress } from '../../show-progress.ts';
import { describeSet } from './describe-set.ts';
import { printEvaluations } from './print-evaluations.ts';

interface EvaluateOptions {
  readonly model?: string;
  /** Measure what ships instead: the scores of this analyzer's findings. */
  readonly analyzer?: string;
  readonly write?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** The pictures are face crops already. */
  readonly faces?: boolean;
}

export async function evaluate(path: string, options: EvaluateOptions): Promise<void> {
  refuseContradictions(options);
  const config = readConfig();
  const added = await readAddedModels(config.dataFolder);
  const { analyzer } = options;
  const models = analyzer === undefined ? choose(added, options.model) : [];
  const folder = await readLabelledFolder(path);
  const progress = showProgress(options.quiet === true);
  const on = {
    set: describeSet(path, folder),
    date: new Date().toISOString().slice(0, 10),
    onDone: (done: number) => progress.show(done, folder.pictures.length, 'pictures'),
  };
  const all = added.all.map(({ manifest }) => manifest);
  const measured = await (analyzer === undefined
    ? evaluateModels(config, folder, { ...on, models, all, whole: options.faces === true })
    : evaluateAnalyzer(config, folder, { ...on, analyzer })
  ).finally(() => progress.end());
  if (options.json) process.stdout.write(`${JSON.stringify(measured.map(asJson), null, 2)}\n`);
  else tell(measured, folder);
  if (options.write) for (const model of models) await keep(added.folder, model, measured);
}

function refuseContradictions({ analyzer, model, write, faces }: EvaluateOptions): void {
  if (analyzer === undefined) return;
  if (model === undefined && !write && !faces) return;
  throw new AssayError(
    'bad-request',
    'With --analyzer the scores of its reports are measured: --model, --write and --faces do not go with it.',
  );
}

function choose({ all }: AddedModels, name: string | undefined): readonly ScoreManifest[] {
  const scoring = all.flatMap(({ manifest, enabled }) =>
    manifest.kind === 'encoder' || (name === undefined ? !enabled : manifest.name !== name) ? [] : [manifest],
  );
  if (scoring.length > 0) return scoring;
  throw new AssayError(
    'not-found',
    name === undefined
      ? 'No model that gives scores has been added. “assay models add” and “assay models pull” add one.'
      : `There is no added model ${name} that gives scores. “assay models list” shows all.`,
  );
}

function tell(measured: readonly MeasuredScores[], { leftOut }: LabelledFolder): void {
  if (leftOut.copies > 0) process.stdout.write(`${leftOut.copies} files that are there twice count once.\n`);
  if (leftOut.tooLarge > 0)
    process.stdout.write(`${leftOut.tooLarge} files are too large and were left out.\n`);
  printEvaluations(measured);
}

/** The calibration goes into the manifest, and so into the key under which results are kept. One that misleads is refused. */
export async function keep(
  folder: string,
  manifest: ScoreManifest,
  measured: readonly MeasuredScores[],
): Promise<void> {
  const name = showHostile(manifest.name, { max: 100, lines: false });
  const calibration = measured.find((one) => one.name === manifest.name)?.calibration;
  if (calibration === undefined)
    throw new AssayError(
      'unprocessable',
      `${name} got too few scores of a kind: no calibration was written.`,
    );
  if (calibration.slope === 0)
    throw new AssayError(
      'unprocessable',
      `${name} does not tell the two kinds apart on these pictures, or ranks them the other way round (see “meaning” in docs/models.md): no calibration was written.`,
    );
  if (calibration.cllr >= 1)
    throw new AssayError(
      'unprocessable',
      `${name} has a Cllr of ${calibration.cllr.toFixed(3)} on these pictures. From 1 on its ratios tell less than none at all, so that it would mislead: no calibration was written.`,
    );
  await writeWhole(join(folder, manifest.name, 'manifest.json'), { ...manifest, calibration });
  process.stderr.write(
    `Wrote the calibration of ${name}. A service that is running takes it up when it is started again.\n`,
  );
}

function asJson({ pictures, ...figures }: MeasuredScores): object {
  return { ...figures, pictures: pictures.map(({ picture, score, why }) => ({ ...picture, score, why })) };
}
