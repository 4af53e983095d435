import { z } from 'zod';
import { Id, Instant, Sha256 } from './ids.ts';
import { Marking } from './marking.ts';
import { Exhibit } from './report.ts';

/** Printable text for people: no control characters but tab and line feed. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((s) => !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(s), 'must not contain control characters');

/** What a submitter says about the whole submission. All optional; the marking defaults to AMBER+STRICT, and reports say so. */
export const SubmissionFields = z.strictObject({
  caseReference: text(200).optional(),
  note: text(10_000).optional(),
  marking: Marking.optional(),
  /** Where it came from, in words: `victim's phone`, `seized server`… */
  source: text(500).optional(),
  /** 0 routine … 9 urgent; capped by the key. */
  priority: z.int().min(0).max(9).default(0),
  /** Tried on locked archives among the exhibits, after `infected`. Never shown again and never logged. */
  archivePassword: z
    .string()
    .min(1)
    .max(200)
    .refine((s) => !s.includes('\u0000'), 'must not contain NUL')
    .optional(),
});
export type SubmissionFields = z.infer<typeof SubmissionFields>;

/** What a submitter says about one exhibit. */
export const ExhibitFields = z.strictObject({
  claimedName: z.string().min(1).max(1024),
  marking: Marking.optional(),
  /** The SHA-256 the submitter computed: compared with the stored bytes. */
  declaredSha256: Sha256.optional(),
});
export type ExhibitFields = z.infer<typeof ExhibitFields>;

export const submissionStates = ['queued', 'examining', 'reported', 'cancelled'] as const;
export const SubmissionState = z.enum(submissionStates);
/** `reported` and `cancelled` are terminal; both have a report. */
export type SubmissionState = z.infer<typeof SubmissionState>;

export const Submission = z.strictObject({
  id: Id,
  unit: Id,
  state: SubmissionState,
  marking: Marking,
  markingIsDefault: z.boolean(),
  caseReference: z.string().optional(),
  note: z.string().optional(),
  source: z.string().optional(),
  priority: z.int(),
  createdAt: Instant,
  finishedAt: Instant.optional(),
  revision: z.int().min(1),
  exhibits: z.array(Exhibit),
  progress: z.strictObject({ runsTotal: z.int(), runsEnded: z.int(), artefacts: z.int() }),
});
export type Submission = z.infer<typeof Submission>;

/** A thing that happened to a submission, as sent by server-sent events. `seq` grows within one submission. */
export const SubmissionEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state'), seq: z.int(), at: Instant, state: SubmissionState }),
  z.strictObject({
    type: z.literal('artefact'),
    seq: z.int(),
    at: Instant,
    sha256: Sha256,
    depth: z.int(),
    claimedName: z.string(),
  }),
  z.strictObject({
    type: z.literal('run'),
    seq: z.int(),
    at: Instant,
    run: Id,
    analyzer: z.string(),
    subject: Sha256,
    status: z.enum(['queued', 'running', 'completed', 'partial', 'failed', 'reused']),
  }),
  z.strictObject({
    type: z.literal('progress'),
    seq: z.int(),
    at: Instant,
    run: Id,
    fraction: z.number(),
    label: z.string().optional(),
  }),
]);
export type SubmissionEvent = z.infer<typeof SubmissionEvent>;
