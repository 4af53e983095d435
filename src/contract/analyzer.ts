import { z } from 'zod';
import {
  type AddedModelManifest,
  addedKinds,
  type EncoderManifest,
  type TrainingSource,
} from './added-model.ts';
import type { Calibration } from './calibration.ts';
import type { Json, MediaType, Sha256 } from './ids.ts';
import type {
  evidenceMediaTypes,
  Finding,
  Fingerprint,
  Indicator,
  NonAnswer,
  Relation,
  Series,
} from './result.ts';
import { questions, relations } from './result.ts';

/** What one jailed run may spend. Reaching any of them ends the run, keeps what it learned and is said in its coverage. */
export const Limits = z.strictObject({
  /** Largest artefact it is given, bytes. */
  inputBytes: z.int().min(1),
  wallSeconds: z.number().positive(),
  cpuSeconds: z.number().positive(),
  /** Heap and mappings of one process (RLIMIT_DATA), MiB. */
  memoryMiB: z.int().min(64),
  /** All frames it may send, evidence and children included, bytes. */
  outputBytes: z.int().min(1),
  /** Size of its private tmpfs, MiB. */
  workdirMiB: z.int().min(1),
  /** Most child artefacts it may hand on. */
  children: z.int().min(0),
});
export type Limits = z.infer<typeof Limits>;

/** What an analyzer reads. `image/*` and `*` are allowed; without `relations` it takes exhibits and children alike. */
export const Accepts = z.strictObject({
  mediaType: z.string().regex(/^(\*|[a-z0-9.+-]+\/(\*|[a-z0-9.+-]+))$/),
  /** `exhibit`: what was submitted itself. */
  relations: z.array(z.enum(['exhibit', ...relations])).optional(),
});
export type Accepts = z.infer<typeof Accepts>;

/** A question that an analyzer's findings answer through their `support`, and how far its method can carry an answer. */
export const Answers = z.strictObject({
  question: z.enum(questions),
  /** How the ratios were got, in one sentence. */
  method: z.string().min(1).max(500),
  /** What the ratios were counted or checked on, with its size. */
  calibration: z.string().min(1).max(500),
  /** No answer goes beyond this ratio, nor below its inverse: about the size of the calibration set per class. */
  bound: z.number().min(1),
  limits: z.array(z.string().max(500)).default([]),
  /** It speaks only where it finds something: that it found nothing is no answer (metadata that anyone can remove). */
  onlyWhenFound: z.boolean().optional(),
});
export type Answers = z.infer<typeof Answers>;

/** What an analyzer reads, needs and may spend. Data only: trusted processes read it, only the jail loads the code. */
export const Manifest = z.strictObject({
  /** Equals the folder's name. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  /** Semver; bump it whenever output can change. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** One sentence a police officer understands. */
  summary: z.string().min(1).max(300),
  accepts: z.array(Accepts),
  /** Keys of models/manifest.json. */
  models: z.array(z.string()).default([]),
  /** Which kinds of models that an operator added it uses, where there are any (docs/models.md). */
  addedModels: z.array(z.enum(addedKinds)).default([]),
  /** Outside programs it starts inside the jail (`ffmpeg`): mounted, and their version is part of the cache key. */
  programs: z.array(z.enum(['ffmpeg', 'ffprobe'])).default([]),
  /** Npm packages whose version can change its output: part of the cache key. */
  packages: z.array(z.string()).default([]),
  /** True: it can use the archive password given with the exhibit. */
  wantsPassword: z.boolean().default(false),
  /** What it never looks at, in plain words; copied into each run's coverage. */
  blindSpots: z.array(z.string().max(300)).default([]),
  /** Which questions its findings answer. Without an entry, the `support` of its findings does not count. */
  answers: z.array(Answers).default([]),
  limits: Limits,
});
export type Manifest = z.infer<typeof Manifest>;
/** As an author writes it: defaults may be left out. */
export type ManifestInput = z.input<typeof Manifest>;

/** An artefact as the jail sees it. The claimed name is not here: analyzers never see it. */
export interface OpenArtefact {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** Sniffed in the jail, best first; empty for `identify`. */
  readonly mediaTypes: readonly MediaType[];
  /** Path inside the jail, read-only. */
  readonly path: string;
}

export const tensorTypes = ['float32', 'int32', 'int64', 'uint8', 'bool', 'float16'] as const;

export type Tensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly type: 'uint8' | 'bool'; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: 'float16'; readonly dims: readonly number[]; readonly data: Uint16Array };

/** An opened model. Only opens when its SHA-256 equals the one in models/manifest.json. */
export interface Model {
  readonly name: string;
  readonly sha256: Sha256;
  /** What its score is worth, where its one output is a score that was calibrated. */
  readonly calibration?: Calibration;
  /** What its weights were learned from, where we know. */
  readonly training?: readonly TrainingSource[];
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
}

/** An opened model that an operator added; a head comes with its encoder. `src/vision` scores pictures with it. */
export interface AddedModel {
  readonly manifest: AddedModelManifest;
  readonly model: Model;
  readonly encoder: { readonly manifest: EncoderManifest; readonly model: Model } | undefined;
}

/**
 * What an analyzer says, as it learns it. Each call is a frame out of the jail, so that a killed run keeps it.
 * All are ordered: evidence and children are sent in the order of the calls. Await those that return a promise.
 */
export interface Sink {
  finding(finding: z.input<typeof Finding>): void;
  indicator(indicator: z.input<typeof Indicator>): void;
  /** A typed value; a second call with the same name replaces the first. */
  fact(name: string, value: Json): void;
  fingerprint(fingerprint: Fingerprint): void;
  series(series: Series): void;
  /** `from`: a path in workdir, or bytes. Findings name it by `id`; send it before or after them. */
  evidence(file: {
    id: string;
    mediaType: (typeof evidenceMediaTypes)[number];
    caption: string;
    from: string | Uint8Array;
  }): Promise<void>;
  /** Hands on bytes found inside. Resolves false when the limit of children is reached: say so in coverage and stop. */
  child(child: {
    claimedName: string;
    relation: Relation;
    from: string | Uint8Array | AsyncIterable<Uint8Array>;
  }): Promise<boolean>;
  examined(what: string): void;
  notExamined(what: string, reason: NonAnswer, detail: string): void;
  /** 0–1. */
  progress(fraction: number, label?: string): void;
  /** For `identify` only. */
  identified(mediaTypes: readonly MediaType[]): void;
}

export interface AnalysisContext {
  /** Private tmpfs folder, empty at the start. */
  readonly workdir: string;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  /** The archive password that came with the exhibit, where the manifest wants it. */
  readonly password: string | undefined;
  /** A unit's own configuration of this analyzer; part of the cache key. */
  readonly config: Json;
  readonly sink: Sink;
  /** Rejects with `model-missing` where the manifest does not name it or the operator switched it off. */
  model(name: string): Promise<Model>;
  /** What an operator added, of the kinds that the manifest takes, by name; on most machines none. */
  readonly addedModels: readonly AddedModel[];
}

/**
 * One analyzer. Pure in effect: reads the artefact and its models, writes in workdir, speaks through `context.sink`.
 * No network, clock, randomness or environment. Ends a run early by throwing `AnalysisFailure`.
 */
export type Analyze = (artefact: OpenArtefact, context: AnalysisContext) => Promise<void>;
