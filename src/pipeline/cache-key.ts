import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';
import {
  type FailureCode,
  type Json,
  type MediaType,
  REPORT_SCHEMA,
  type Sha256,
} from '../contract/index.ts';
import type { LoadedAnalyzer } from './plan.ts';

// The package is CommonJS and types its one export as a default.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

export interface CacheKeyParts {
  readonly unitId: string;
  readonly subject: Sha256;
  readonly mediaTypes: readonly MediaType[];
  readonly analyzer: LoadedAnalyzer;
  readonly config: Json;
  /** Given only where the manifest wants it. */
  readonly password: string | undefined;
}

/**
 * Names a run by everything its output depends on, so that an equal key means an equal result. The unit is part of it:
 * what one unit has examined never answers for another. SHA-256 of the RFC 8785 text.
 */
export function cacheKey(parts: CacheKeyParts): Sha256 {
  const { manifest, models, versions } = parts.analyzer;
  return sha256OfJson({
    contract: REPORT_SCHEMA,
    unit: parts.unitId,
    subject: parts.subject,
    mediaTypes: parts.mediaTypes,
    analyzer: manifest.name,
    version: manifest.version,
    limits: manifest.limits,
    models,
    versions,
    config: parts.config,
    password: parts.password ?? null,
  });
}

/** SHA-256 of the RFC 8785 text of a JSON value. */
export function sha256OfJson(value: unknown): Sha256 {
  return createHash('sha256').update(canonicalize(value)).digest('hex');
}

/** Whether the artefact and the analyzer alone made it fail, so that it would fail again. */
const IS_LASTING: Record<FailureCode, boolean> = {
  unsupported: true,
  malformed: true,
  'over-limit': true,
  'timed-out': false,
  crashed: false,
  'model-missing': false,
  cancelled: false,
  lost: false,
  'bad-output': false,
};

/** May an ended run answer for a later submission? What depended on load, on a person or on luck is done again. */
export function mayReuse(run: {
  readonly status: string | null;
  readonly failure: FailureCode | null;
}): boolean {
  if (run.status === 'completed') return true;
  return run.failure !== null && IS_LASTING[run.failure];
}
