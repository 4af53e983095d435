import { AssayError, type EncoderManifest, ModelName, type PictureCrop } from '../../../contract/index.ts';
import { readConfig } from '../../config.ts';
import { type AddedModels, readAddedModels } from '../../models/added-models.ts';
import { readLabelledFolder } from '../../models/labelled-folder.ts';
import { listModels } from '../../models/list-models.ts';
import { trainModel } from '../../models/train-model.ts';
import { tellTraining } from '../../models/training-card.ts';
import { showProgress } from '../../show-progress.ts';
import { describeSet } from './describe-set.ts';

interface TrainOptions {
  readonly encoder: string;
  readonly name: string;
  readonly part?: 'image' | 'face';
  readonly faceScale: number;
  readonly faces?: boolean;
  readonly terms: string;
  readonly quiet?: boolean;
}

export async function train(path: string, options: TrainOptions): Promise<void> {
  const config = readConfig();
  const { name } = options;
  if (!ModelName.safeParse(name).success)
    throw new AssayError(
      'bad-request',
      `“${name}” is no name for a model: small letters, digits and dashes.`,
    );
  if ((await listModels(config)).some((model) => model.name === name))
    throw new AssayError('conflict', `There is a model called ${name} already.`);
  const encoder = chooseEncoder(await readAddedModels(config.dataFolder), options.encoder);
  const folder = await readLabelledFolder(path);
  const progress = showProgress(options.quiet === true);
  const { trained, manifest } = await trainModel(config, folder, {
    name,
    encoder,
    crop: cropOf(encoder, options),
    whole: options.faces === true,
    training: { source: describeSet(path, folder), terms: options.terms, restricted: true },
    date: new Date().toISOString().slice(0, 10),
    onDone: (done) => progress.show(done, folder.pictures.length, 'pictures'),
  }).finally(() => progress.end());
  const { cllr, bound, notScored } = trained.calibration;
  const without = (notScored?.real ?? 0) + (notScored?.generated ?? 0);
  process.stdout.write(
    `Added ${name} (${manifest.kind}), SHA-256 ${manifest.sha256}.\n${tellTraining(trained, encoder)}\nCllr ${cllr.toFixed(3)}; ratios up to ${Math.floor(bound)}; ${without} pictures gave no features.\nA service that is running takes it up when it is started again.\n`,
  );
}

function chooseEncoder({ all }: AddedModels, name: string): EncoderManifest {
  for (const { manifest } of all) if (manifest.kind === 'encoder' && manifest.name === name) return manifest;
  throw new AssayError('not-found', `There is no encoder ${name}. “assay models list” shows all.`);
}

function cropOf({ input }: EncoderManifest, { part, faceScale, faces }: TrainOptions): PictureCrop {
  if (part === 'image') return { of: 'image' };
  if (part === 'face' || faces === true) return { of: 'face', scale: faceScale };
  return input.crop;
}
