import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AddedModelManifest,
  AssayError,
  type EncoderManifest,
  type PictureCrop,
  type TrainingSource,
} from '../../contract/index.ts';
import type { PictureAnswer } from '../../measure/index.ts';
import type { Config } from '../config.ts';
import { installModel } from './install-model.ts';
import type { Labelled, LabelledFolder } from './labelled-folder.ts';
import { runPictures } from './run-pictures.ts';
import { sha256OfBytes } from './sha256-of-bytes.ts';
import { type Example, type TrainedHead, trainHead } from './train-head.ts';
import { tellTraining } from './training-card.ts';
import { HEAD_INPUT, HEAD_OUTPUT, writeHead } from './write-head.ts';

export interface TrainOptions {
  readonly name: string;
  readonly encoder: EncoderManifest;
  /** Which part of a picture the encoder sees. */
  readonly crop: PictureCrop;
  /** The pictures are face crops already. */
  readonly whole: boolean;
  /** Which pictures these are, and their terms. */
  readonly training: TrainingSource;
  readonly date: string;
  readonly onDone?: (done: number) => void;
}

export interface TrainedModel {
  readonly manifest: AddedModelManifest;
  readonly trained: TrainedHead;
}

/** Trains a head on an encoder's features of labelled pictures, and adds it as a model of its own. */
export async function trainModel(
  config: Config,
  { pictures }: LabelledFolder,
  options: TrainOptions,
): Promise<TrainedModel> {
  const { encoder, crop, whole, onDone } = options;
  const answers = await runPictures(config, pictures, {
    models: [encoder],
    task: { task: 'encode', crop, whole },
    ...(onDone === undefined ? {} : { onDone }),
  });
  const { examples, notScored } = examplesOf(pictures, answers, encoder);
  const { source: set } = options.training;
  const trained = trainHead(examples, { set, date: options.date, notScored });
  const bytes = writeHead(trained.head);
  const manifest = manifestOf(options, trained, bytes);
  return { manifest: await install(config, manifest, bytes), trained };
}

function examplesOf(
  pictures: readonly Labelled[],
  answers: readonly PictureAnswer[],
  { output }: EncoderManifest,
): { examples: Example[]; notScored: { real: number; generated: number } } {
  const examples: Example[] = [];
  const notScored = { real: 0, generated: 0 };
  let why = '';
  pictures.forEach(({ label, group }, i) => {
    const answer = answers[i];
    const features = answer !== undefined && 'features' in answer ? floatsOf(answer.features) : undefined;
    if (features?.length === output.length)
      examples.push({ features, generated: label === 'generated', group });
    else {
      notScored[label] += 1;
      if (answer !== undefined && 'why' in answer) why = answer.why;
    }
  });
  if (examples.length === 0)
    throw new AssayError('unprocessable', `The encoder gave features for no picture. ${why}`.trim());
  return { examples, notScored };
}

/** Float32, little-endian, in base64; undefined where a number is not finite, which no head can learn from. */
function floatsOf(base64: string): Float32Array | undefined {
  const bytes = Buffer.from(base64, 'base64');
  const floats = new Float32Array(Math.floor(bytes.length / 4));
  for (let i = 0; i < floats.length; i++) floats[i] = bytes.readFloatLE(i * 4);
  return floats.every(Number.isFinite) ? floats : undefined;
}

function manifestOf(
  { name, encoder, crop, training, date }: TrainOptions,
  trained: TrainedHead,
  bytes: Uint8Array,
): AddedModelManifest {
  return {
    kind: crop.of === 'face' ? 'face-score' : 'image-score',
    name,
    file: 'model.onnx',
    sha256: sha256OfBytes(bytes),
    bytes: bytes.length,
    licence: `Weights learned from: ${training.terms}. Encoder: ${encoder.licence}`.slice(0, 500),
    source: `assay models train, ${date}`,
    training: [training, ...encoder.training],
    card: tellTraining(trained, encoder),
    input: { name: HEAD_INPUT, encoder: { name: encoder.name, sha256: encoder.sha256 }, crop },
    output: { name: HEAD_OUTPUT, index: 0, activation: 'sigmoid', meaning: 'higher-is-generated' },
    calibration: trained.calibration,
  };
}

/** Like any other model: by its hash, and only if it runs. */
async function install(
  config: Config,
  manifest: AddedModelManifest,
  bytes: Uint8Array,
): Promise<AddedModelManifest> {
  const parent = join(config.dataFolder, 'models');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const file = join(parent, `.${randomUUID()}`);
  try {
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
    const text = JSON.stringify(manifest);
    return await installModel(config, { manifest: { text, path: 'of the trained head' } }, { file });
  } finally {
    await rm(file, { force: true });
  }
}
