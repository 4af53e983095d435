import { z } from 'zod';
import { Id, Instant } from './ids.ts';
import { Marking } from './marking.ts';
import { Report } from './report.ts';

/** Who may see a released report. */
export const Audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own') }),
  z.strictObject({ kind: z.literal('units'), units: z.array(Id).min(1).max(200) }),
  z.strictObject({ kind: z.literal('everyone') }),
]);
export type Audience = z.infer<typeof Audience>;

/** What a reviewer says when releasing: the conclusion is a person's, in words. */
export const ReleaseFields = z.strictObject({
  conclusion: z.string().min(1).max(10_000),
  marking: Marking,
  audience: Audience,
  /** Indicators the reviewer makes actionable: `kind:value`. All others keep their standing. */
  actionable: z.array(z.string().max(4200)).max(5000).default([]),
});
export type ReleaseFields = z.infer<typeof ReleaseFields>;

/** A report on the shelf of the shared library, as its audience sees it: what is sensitive is taken out. */
export const Release = z.strictObject({
  id: Id,
  submission: Id,
  unit: z.strictObject({ id: Id, name: z.string() }),
  marking: Marking,
  audience: Audience,
  conclusion: z.string(),
  releasedAt: Instant,
  withdrawnAt: Instant.nullable(),
  report: Report,
});
export type Release = z.infer<typeof Release>;
