import { z } from 'zod';
import { Id, Instant, MediaType, Sha256 } from './ids.ts';
import { Marking } from './marking.ts';
import { nonAnswers, questions, relations } from './result.ts';
import { Run } from './run.ts';

/** Bytes named by their hash, as far as they were identified. */
export const Artefact = z.strictObject({
  sha256: Sha256,
  bytes: z.int().min(0),
  /** All that the bytes are, best first (a polyglot is several). Empty: not identified. */
  mediaTypes: z.array(MediaType),
});
export type Artefact = z.infer<typeof Artefact>;

/** An artefact as one submission's evidence. */
export const Exhibit = z.strictObject({
  id: Id,
  sha256: Sha256,
  bytes: z.int().min(0),
  claimedName: z.string(),
  marking: Marking,
});
export type Exhibit = z.infer<typeof Exhibit>;

/**
 * The answer of the machine to one question about one artefact, in the manner of the ENFSI Guideline for
 * Evaluative Reporting (2015): the strength of the findings given two propositions, never the probability of one.
 */
export const Assessment = z.strictObject({
  question: z.enum(questions),
  subject: Sha256,
  /** The two propositions, in words. */
  proposition: z.string(),
  alternative: z.string(),
  /** `supports`: the proposition · `supports-alternative` · `no-indication`: nothing seen by the methods run · else a non-answer. */
  answer: z.enum(['supports', 'supports-alternative', 'no-indication', ...nonAnswers]),
  /** The whole statement, first line of what a person reads. */
  words: z.string(),
  /** Calibrated likelihood ratio and its bound by the calibration set; absent when no calibrated method ran. */
  likelihoodRatio: z
    .strictObject({ value: z.number().positive(), bound: z.number().positive(), calibration: z.string() })
    .optional(),
  findings: z.array(z.strictObject({ run: Id, finding: z.string() })),
  limits: z.array(z.string()),
});
export type Assessment = z.infer<typeof Assessment>;

export const REPORT_SCHEMA = 1;

/** All runs over one submission's tree of artefacts. Immutable once assembled; a re-analysis makes a new one. */
export const Report = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  id: Id,
  submission: Id,
  unit: z.strictObject({ id: Id, name: z.string() }),
  /** Counts re-analyses of the submission from 1. */
  revision: z.int().min(1),
  submittedAt: Instant,
  producedAt: Instant,
  producer: z.strictObject({ name: z.literal('assay'), version: z.string() }),
  marking: Marking,
  /** True: nobody gave a marking and the default was taken. */
  markingIsDefault: z.boolean(),
  caseReference: z.string().optional(),
  source: z.string().optional(),
  note: z.string().optional(),
  /** `cancelled`: stopped by a person before all runs ended. */
  status: z.enum(['complete', 'incomplete', 'cancelled']),
  exhibits: z.array(Exhibit),
  artefacts: z.array(z.strictObject({ artefact: Artefact, depth: z.int().min(0), runs: z.array(Run) })),
  /** The tree as edges: a child may have two parents. */
  edges: z.array(
    z.strictObject({ parent: Sha256, child: Sha256, relation: z.enum(relations), claimedName: z.string() }),
  ),
  assessments: z.array(Assessment),
  /** Whole-tree limits reached and artefacts no analyzer reads: what nobody looked at. */
  notExamined: z.array(
    z.strictObject({
      subject: Sha256.optional(),
      what: z.string(),
      reason: z.enum(nonAnswers),
      detail: z.string(),
    }),
  ),
});
export type Report = z.infer<typeof Report>;
