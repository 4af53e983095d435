import { z } from 'zod';
import { Json, MediaType, Sha256 } from './ids.ts';
import { Location } from './location.ts';

/** The number behind a finding. `threshold` is where the analyzer starts to speak of it; a score is reported below it too. */
export const Measure = z.strictObject({
  name: z.string().min(1).max(100),
  value: z.number(),
  unit: z.enum([
    'score',
    'probability',
    'ratio',
    'count',
    'pixel',
    'millisecond',
    'byte',
    'percent',
    'decibel',
  ]),
  threshold: z.number().optional(),
});
export type Measure = z.infer<typeof Measure>;

export const severities = ['info', 'low', 'medium', 'high'] as const;
export type Severity = (typeof severities)[number];

/** What a report answers, as far as its analyzers can. */
export const questions = ['manipulated-media', 'fraudulent-app', 'scam-content'] as const;
export type Question = (typeof questions)[number];

/**
 * How strongly a finding bears on a question: the ratio of how often it is met when the proposition holds to how often
 * when the alternative does (above 1 speaks for the proposition). Findings of one `group` share a cause: only the
 * strongest of them counts. `kind` narrows the proposition (`job-task`), where the question has kinds.
 */
export const Support = z.strictObject({
  question: z.enum(questions),
  ratio: z.number().positive().max(1_000_000),
  group: z.string().min(1).max(100),
  /** Where the number comes from: a count on named data, or the judgement of whom. */
  basis: z.string().min(1).max(500),
  kind: z.string().max(60).optional(),
});
export type Support = z.infer<typeof Support>;

/** A statement with evidence. `id` names the rule and is stable between runs and unique within one. */
export const Finding = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._/#-]{0,119}$/),
  title: z.string().min(1).max(300),
  detail: z.string().max(8000),
  severity: z.enum(severities),
  measure: Measure.optional(),
  support: Support.optional(),
  locations: z.array(Location).max(200).default([]),
  /** ATT&CK technique ids, such as T1453. */
  techniques: z
    .array(z.string().regex(/^T[0-9]{4}(\.[0-9]{3})?$/))
    .max(20)
    .default([]),
  /** Ids of evidence files of the same run. */
  evidence: z.array(z.string().max(120)).max(50).default([]),
});
export type Finding = z.infer<typeof Finding>;

export const indicatorKinds = [
  'url',
  'domain',
  'ip',
  'email',
  'phone',
  'wallet',
  'bank-account',
  'handle',
  'invite-code',
  'file',
  'package',
  'certificate',
  'fuzzy-hash',
  'transaction',
  'card',
  'payment-id',
  'service-key',
  'team-id',
  'store-link',
  'group-link',
] as const;
export type IndicatorKind = (typeof indicatorKinds)[number];

/**
 * A value others can match on. `value` is canonical and never defanged: whoever shows it defangs it.
 * Standing: analyzers say `observed` or `proposed`; only a person makes it `actionable`.
 */
export const Indicator = z.strictObject({
  kind: z.enum(indicatorKinds),
  value: z.string().min(1).max(4096),
  /** Narrower type where the kind has several: `btc`, `tron`, `sha256`, `telegram`, `iban`… */
  subtype: z.string().max(60).optional(),
  standing: z.enum(['observed', 'proposed', 'actionable']),
  /** Percent, 0–100: how sure we are that the value was read correctly and is what its kind says. */
  confidence: z.number().min(0).max(100),
  /** As it stood in the artefact, where that differs. */
  reading: z.string().max(4096).optional(),
  /** Checksum or syntax test of the value. */
  check: z.enum(['valid', 'repaired', 'invalid', 'none']).default('none'),
  /** Belongs to a victim or bystander: kept out of exports. */
  sensitive: z.boolean().default(false),
  /** Where it was found and how it was decoded. */
  provenance: z
    .array(z.strictObject({ location: Location.optional(), how: z.string().max(300) }))
    .max(50)
    .default([]),
  /** Ids of findings of the same run. */
  findings: z.array(z.string().max(120)).max(50).default([]),
});
export type Indicator = z.infer<typeof Indicator>;

/** Something that similar artefacts share. Compare only equal `kind`s. */
export const Fingerprint = z.strictObject({
  kind: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,59}$/),
  value: z.string().min(1).max(8192),
  of: z.string().max(300),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

/** A line over time: `points` are [milliseconds, value]. */
export const Series = z.strictObject({
  name: z.string().max(100),
  unit: z.string().max(40),
  points: z.array(z.tuple([z.number(), z.number()])).max(20_000),
});
export type Series = z.infer<typeof Series>;

export const evidenceMediaTypes = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'audio/wav',
  'video/mp4',
  'application/json',
  'text/plain',
] as const;

/** A file that shows a finding. Always re-encoded in the jail, so that no submitted byte is served. */
export const EvidenceFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,119}$/),
  mediaType: z.enum(evidenceMediaTypes),
  caption: z.string().min(1).max(500),
  sha256: Sha256,
  bytes: z.int().min(0),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

export const relations = ['extracted-from', 'frame-of', 'audio-of'] as const;
export type Relation = (typeof relations)[number];

/** Bytes found inside an artefact; they become an artefact of their own. */
export const ChildArtefact = z.strictObject({
  sha256: Sha256,
  bytes: z.int().min(0),
  /** The name it had inside its parent: a fact to show, never a path to use. */
  claimedName: z.string().max(1024),
  relation: z.enum(relations),
});
export type ChildArtefact = z.infer<typeof ChildArtefact>;

/**
 * The four non-answers (kept apart, counted apart):
 * inconclusive: examined, likelihood ratio near 1 · not-examinable: too short, small, noisy, locked… ·
 * outside-validity-domain: the method was not tested on its like · not-run: time-out, limit, service or model absent.
 */
export const nonAnswers = ['inconclusive', 'not-examinable', 'outside-validity-domain', 'not-run'] as const;
export type NonAnswer = (typeof nonAnswers)[number];

export const NotExamined = z.strictObject({
  what: z.string().min(1).max(300),
  reason: z.enum(nonAnswers),
  detail: z.string().max(1000),
  /** The analyzer never looks at this, in any artefact (`Manifest.blindSpots`): nothing about this one. */
  standing: z.literal(true).optional(),
});
export type NotExamined = z.infer<typeof NotExamined>;

/** What a run looked at, and what it did not. Present whatever the run's status. */
export const Coverage = z.strictObject({
  examined: z.array(z.string().min(1).max(300)).max(500),
  notExamined: z.array(NotExamined).max(500),
});
export type Coverage = z.infer<typeof Coverage>;

/** All that a run learned. `facts` are typed values that an oracle can score; each analyzer's README lists its own. */
export const Result = z.strictObject({
  /** Only the `identify` analyzer fills this: everything the bytes are, best first. */
  mediaTypes: z.array(MediaType).max(16).default([]),
  facts: z.record(z.string().max(100), Json),
  findings: z.array(Finding).max(2000),
  indicators: z.array(Indicator).max(20_000),
  fingerprints: z.array(Fingerprint).max(2000),
  series: z.array(Series).max(100),
  evidence: z.array(EvidenceFile).max(500),
  children: z.array(ChildArtefact).max(500),
});
export type Result = z.infer<typeof Result>;

export function emptyResult(): Result {
  return {
    mediaTypes: [],
    facts: {},
    findings: [],
    indicators: [],
    fingerprints: [],
    series: [],
    evidence: [],
    children: [],
  };
}
