import { z } from 'zod';
import { Calibration } from './calibration.ts';
import { Sha256 } from './ids.ts';

/**
 * What an added model does: a score of a face or of a whole picture, or numbers (features) that heads are trained on.
 * An analyzer says in its manifest which kinds it takes.
 */
export const addedKinds = ['face-score', 'image-score', 'encoder'] as const;
export type AddedKind = (typeof addedKinds)[number];

/** Names of added models; never one that ships with Assay. */
export const ModelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,59}$/, 'must be small letters, digits and dashes');

const TensorName = z.string().min(1).max(200);
const perChannel = (value: z.ZodType<number>) => z.tuple([value, value, value]);

/** Which part of the picture is looked at. A face: the square around the detector's box, `scale` times its longer side. */
export const PictureCrop = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('image') }),
  z.strictObject({ of: z.literal('face'), scale: z.number().min(0.5).max(4) }),
]);
export type PictureCrop = z.infer<typeof PictureCrop>;

/** How a picture becomes the input of a network: (pixel · range / 255 − mean) / std, per channel. */
export const PictureInput = z.strictObject({
  name: TensorName,
  layout: z.enum(['NCHW', 'NHWC']),
  width: z.int().min(16).max(2048),
  height: z.int().min(16).max(2048),
  /** Order of the channels; mean and std stand in the same order. */
  colour: z.enum(['RGB', 'BGR']),
  /** The highest value before mean and std: 1 or 255. */
  range: z.union([z.literal(1), z.literal(255)]),
  mean: perChannel(z.number()),
  std: perChannel(z.number().positive()),
  /** `squash` changes the ratio of the sides, `crop` cuts the middle, `letterbox` adds black bars. */
  resize: z.enum(['squash', 'crop', 'letterbox']),
  /** For `crop`: the shorter side is scaled to this first. Default: as little as possible is cut. */
  shortSide: z.int().min(16).max(4096).optional(),
  kernel: z.enum(['bilinear', 'bicubic', 'lanczos3']).default('bicubic'),
  crop: PictureCrop,
});
export type PictureInput = z.infer<typeof PictureInput>;

/** A head reads the features of an encoder that is added too. `crop` stands in place of the encoder's own. */
export const FeatureInput = z.strictObject({
  name: TensorName,
  encoder: z.strictObject({ name: ModelName, sha256: Sha256 }),
  crop: PictureCrop,
});
export type FeatureInput = z.infer<typeof FeatureInput>;

/** Where the score is. */
export const ScoreOutput = z.strictObject({
  name: TensorName,
  /** Which of its numbers, counted from 0. */
  index: z.int().min(0).max(100_000),
  /**
   * What makes a probability of it. `sigmoid`, `softmax`: the network gives logits. `applied`: it ends in one of them.
   * `none`: the number is no probability and is used as it is.
   */
  activation: z.enum(['none', 'sigmoid', 'softmax', 'applied']),
  meaning: z.enum(['higher-is-generated', 'higher-is-real']),
});
export type ScoreOutput = z.infer<typeof ScoreOutput>;

/** Where the features are. `pool` makes one row of several (`[1, rows, length]`): the first one, or their mean. */
export const FeatureOutput = z.strictObject({
  name: TensorName,
  length: z.int().min(1).max(65_536),
  pool: z.enum(['none', 'first', 'mean']).default('none'),
});
export type FeatureOutput = z.infer<typeof FeatureOutput>;

/** One source that a model was trained on, and its terms. */
export const TrainingSource = z.strictObject({
  source: z.string().min(1).max(500),
  /** SPDX expression, or the terms in words. */
  terms: z.string().min(1).max(500),
  /** Its terms forbid commercial use, or say nothing. */
  restricted: z.boolean(),
});
export type TrainingSource = z.infer<typeof TrainingSource>;

const common = {
  name: ModelName,
  /** In the model's own folder. */
  file: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.onnx$/, 'must be a plain file name that ends in .onnx'),
  sha256: Sha256,
  bytes: z.int().min(1),
  /** SPDX expression, or the terms in words. */
  licence: z.string().min(1).max(500),
  /** Where it comes from; an address if it is to be fetched. */
  source: z.string().min(1).max(2000),
  training: z.array(TrainingSource).max(100).default([]),
  /** What it was trained on and cannot do, in plain words. */
  card: z.string().max(20_000).optional(),
};

const scored = {
  ...common,
  input: z.union([PictureInput, FeatureInput]),
  output: ScoreOutput,
  calibration: Calibration.optional(),
};

/** One model that an operator added: `models/<name>/manifest.json` in the data folder. docs/models.md explains each field. */
export const AddedModelManifest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('face-score'), ...scored }),
  z.strictObject({ kind: z.literal('image-score'), ...scored }),
  z.strictObject({ kind: z.literal('encoder'), ...common, input: PictureInput, output: FeatureOutput }),
]);
export type AddedModelManifest = z.infer<typeof AddedModelManifest>;
export type EncoderManifest = Extract<AddedModelManifest, { kind: 'encoder' }>;
export type ScoreManifest = Exclude<AddedModelManifest, EncoderManifest>;

/** An added model as the jail opens it: a head comes with its encoder. */
export interface AddedModelChoice {
  readonly manifest: AddedModelManifest;
  readonly encoder: EncoderManifest | undefined;
}

/** Those of the kinds that an analyzer takes, by name; a head whose encoder is not there is left out. */
export function chooseAdded(
  kinds: readonly AddedKind[],
  all: readonly AddedModelManifest[],
): readonly AddedModelChoice[] {
  return all
    .filter((manifest) => kinds.includes(manifest.kind))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((manifest): AddedModelChoice[] => {
      if (manifest.kind === 'encoder' || !('encoder' in manifest.input))
        return [{ manifest, encoder: undefined }];
      const encoder = encoderFor(manifest.input.encoder, all);
      return encoder === undefined ? [] : [{ manifest, encoder }];
    });
}

/** The encoder that a head was trained on, if it is there byte for byte. */
export function encoderFor(
  wanted: FeatureInput['encoder'],
  all: readonly AddedModelManifest[],
): EncoderManifest | undefined {
  return all.find(
    (one): one is EncoderManifest =>
      one.kind === 'encoder' && one.name === wanted.name && one.sha256 === wanted.sha256,
  );
}
