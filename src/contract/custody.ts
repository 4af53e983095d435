import { z } from 'zod';
import { Id, Instant, Sha256 } from './ids.ts';

export const custodyEvents = [
  'received',
  'stored',
  'duplicate-received',
  'analysed',
  'accessed',
  'copied',
  'exported',
  'released',
  'withdrawn',
  'transferred',
  'redacted',
  'disposed',
  'cancelled',
] as const;

/**
 * One line of the custody log: who did what to which evidence (ISO/IEC 27037:2012; NIST SP 800-86).
 * One chain per unit. `entryHash` = SHA-256 of the RFC 8785 text of the entry without `entryHash`;
 * `prevHash` is the entry hash of line `seq - 1`, or 64 zeros for line 1.
 */
export const CustodyEntry = z.strictObject({
  seq: z.int().min(1),
  unit: Id,
  event: z.enum(custodyEvents),
  /** The exhibit, where the line is about one; the artefact by hash. */
  exhibit: Id.nullable(),
  submission: Id.nullable(),
  sha256: Sha256.nullable(),
  /** Who: `key:<id>` or `worker:<name>` or `operator`. */
  actor: z.string().max(200),
  role: z.enum(['submitter', 'reader', 'reviewer', 'administrator', 'system']),
  purpose: z.string().max(500),
  authorityRef: z.string().max(200).nullable(),
  at: Instant,
  tool: z.string().max(200),
  sha256Before: Sha256.nullable(),
  sha256After: Sha256.nullable(),
  sourceIpClass: z.enum(['loopback', 'private', 'public', 'none']),
  prevHash: Sha256,
  entryHash: Sha256,
});
export type CustodyEntry = z.infer<typeof CustodyEntry>;
/** What a caller says; the log adds seq and hashes. */
export type CustodyEvent = Omit<CustodyEntry, 'seq' | 'prevHash' | 'entryHash' | 'at'>;
