import { z } from 'zod';
import { failureCodes } from './errors.ts';
import { Id, Instant, Sha256 } from './ids.ts';
import { Coverage, Result } from './result.ts';

/** How the analyzer was held while it read hostile bytes. `process` is weaker and said in every report. */
export const isolations = ['bubblewrap', 'process'] as const;
export type Isolation = (typeof isolations)[number];

/** How a run ended, as the jail's parent tells it. Always carries a result and a coverage, however it ended. */
export const RunOutcome = z.strictObject({
  status: z.enum(['completed', 'partial', 'failed']),
  /** Set unless completed. */
  failure: z.enum(failureCodes).optional(),
  /** For people: what happened. Set unless completed. */
  detail: z.string().max(2000).optional(),
  result: Result,
  coverage: Coverage,
  isolation: z.enum(isolations),
  /** Milliseconds from handing the artefact over to the last frame. */
  durationMs: z.number().min(0),
});
export type RunOutcome = z.infer<typeof RunOutcome>;

/** One analyzer on one artefact, as a report shows it. */
export const Run = z.strictObject({
  ...RunOutcome.shape,
  id: Id,
  analyzer: z.string(),
  version: z.string(),
  /** Name → SHA-256 of each model used. */
  models: z.record(z.string(), Sha256),
  subject: Sha256,
  startedAt: Instant,
  finishedAt: Instant,
  attempts: z.int().min(0),
  /** True: the result was at hand from an earlier submission of this unit; `finishedAt` says from when. */
  reused: z.boolean(),
});
export type Run = z.infer<typeof Run>;
