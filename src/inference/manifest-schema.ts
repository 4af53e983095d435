import { z } from 'zod';
import { Calibration, Sha256, TrainingSource, tensorTypes } from '../contract/index.ts';

/** One input or output of a model. `null`: a dimension that may vary. */
const TensorShape = z.strictObject({
  name: z.string().min(1).max(200),
  type: z.enum(tensorTypes),
  dims: z.array(z.int().min(0).nullable()).max(8),
  /** What the numbers mean, with range: `RGB, 0–1`, `score after sigmoid`, `pixels of the input`. */
  unit: z.string().min(1).max(300),
});

/** One model that ships with Assay. Only the file with exactly this hash is ever opened. */
export const ModelEntry = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  /** Relative to the models folder; no way out of it. */
  file: z.string().regex(/^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]*\.onnx$/),
  sha256: Sha256,
  bytes: z.int().min(1).optional(),
  /** SPDX expression. */
  licence: z.string().min(1),
  /** Where its weights come from: package with version, or address. */
  source: z.string().min(1),
  inputs: z.array(TensorShape).min(1),
  outputs: z.array(TensorShape).min(1),
  /** The model card beside the manifest: what it was trained on, what it cannot do. */
  card: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.md$/),
  /** What its weights were learned from, with the terms of each. */
  training: z.array(TrainingSource).max(100).optional(),
  /** Of a model whose one output is a score. */
  calibration: Calibration.optional(),
  /** An operator may switch it off (`assay models disable`): the analyzers that use it go on without it and say so. */
  optional: z.boolean().optional(),
});
export type ModelEntry = z.infer<typeof ModelEntry>;

/** `models/manifest.json`. */
export const ModelManifest = z
  .strictObject({ models: z.array(ModelEntry) })
  .refine((manifest) => new Set(manifest.models.map((model) => model.name)).size === manifest.models.length, {
    message: 'two models have the same name',
  });
export type ModelManifest = z.infer<typeof ModelManifest>;

/** Why the manifest was refused, for people. */
export const explain = (cause: unknown): string =>
  cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
