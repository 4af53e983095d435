import { z } from 'zod';
import {
  type AddedModelChoice,
  ChildArtefact,
  EvidenceFile,
  type FailureCode,
  Finding,
  Fingerprint,
  Indicator,
  Json,
  type Limits,
  MediaType,
  NotExamined,
  Series,
} from '../contract/index.ts';

/** What an analyzer may say about its own end. The parent alone decides `cancelled`, `lost` and `bad-output`. */
const ownFailures = [
  'unsupported',
  'malformed',
  'over-limit',
  'timed-out',
  'crashed',
  'model-missing',
] as const satisfies readonly FailureCode[];

/** Every JSON frame that a jail may send. Checked by the parent: the jail is not believed. */
export const JailMessage = z.discriminatedUnion('t', [
  /** The child runs: the jail itself works. */
  z.strictObject({ t: z.literal('hello') }),
  /** Code and models are loaded; it waits for its artefact. */
  z.strictObject({ t: z.literal('ready') }),
  z.strictObject({ t: z.literal('finding'), v: Finding }),
  z.strictObject({
    t: z.literal('indicator'),
    /** Only a person makes an indicator actionable. */
    v: Indicator.extend({ standing: z.enum(['observed', 'proposed']) }),
  }),
  z.strictObject({
    t: z.literal('fact'),
    name: z
      .string()
      .min(1)
      .max(100)
      .refine((name) => name !== '__proto__'),
    v: Json,
  }),
  z.strictObject({ t: z.literal('fingerprint'), v: Fingerprint }),
  z.strictObject({ t: z.literal('series'), v: Series }),
  z.strictObject({ t: z.literal('examined'), what: z.string().min(1).max(300) }),
  z.strictObject({ t: z.literal('not-examined'), v: NotExamined.omit({ standing: true }) }),
  z.strictObject({
    t: z.literal('progress'),
    fraction: z.number().min(0).max(1),
    label: z.string().max(200).optional(),
  }),
  z.strictObject({ t: z.literal('identified'), v: z.array(MediaType).max(16) }),
  /** Bytes frames follow, then `close` or `abandon`. One file is open at a time. */
  z.strictObject({
    t: z.literal('open-evidence'),
    v: EvidenceFile.pick({ id: true, mediaType: true, caption: true }),
  }),
  z.strictObject({
    t: z.literal('open-child'),
    v: ChildArtefact.pick({ claimedName: true, relation: true }),
  }),
  z.strictObject({ t: z.literal('close') }),
  z.strictObject({ t: z.literal('abandon') }),
  z.strictObject({ t: z.literal('fail'), failure: z.enum(ownFailures), detail: z.string().max(2000) }),
  z.strictObject({ t: z.literal('end') }),
]);
export type JailMessage = z.infer<typeof JailMessage>;

/** First frame into the jail: which analyzer, and where things are as the child sees them. */
export interface Preparation {
  readonly analyzer: string;
  /** URL of the analyzer's index.js. */
  readonly code: string;
  readonly models: readonly string[];
  readonly modelsFolder: string;
  readonly added: readonly AddedModelChoice[];
  readonly addedFolder: string;
  readonly workdir: string;
}

/** Second frame into the jail: the one artefact it lives for. */
export interface Job {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaTypes: readonly string[];
  readonly password?: string | undefined;
  readonly config: Json;
  readonly limits: Limits;
}
