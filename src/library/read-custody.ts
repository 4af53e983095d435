import { AssayError, type CustodyEntry, type Id, type Sha256 } from '../contract/index.ts';
import { parseLine } from './custody-line.ts';
import type { Queries } from './open-database.ts';

export interface CustodyFilter {
  /** Always the reader's own unit. */
  readonly unit: Id;
  readonly submission?: Id;
  readonly sha256?: Sha256;
  /** Only lines after this one (keyset). */
  readonly afterSeq?: number;
  /** 1–1000; 200 unless given. */
  readonly limit?: number;
}

/**
 * Lines of the custody log in order. Shows what is stored; whether it is whole is for `verifyCustody`.
 * Errors: `internal` when a stored line cannot be read any more.
 */
export async function readCustody(db: Queries, filter: CustodyFilter): Promise<readonly CustodyEntry[]> {
  let query = db
    .selectFrom('custody')
    .select(['seq', 'line'])
    .where('unit_id', '=', filter.unit)
    .where('seq', '>', filter.afterSeq ?? 0)
    .orderBy('seq')
    .limit(Math.min(Math.max(filter.limit ?? 200, 1), 1_000));
  if (filter.submission !== undefined) query = query.where('submission_id', '=', filter.submission);
  if (filter.sha256 !== undefined) query = query.where('sha256', '=', filter.sha256);
  return (await query.execute()).map(({ seq, line }) => {
    const entry = parseLine(line);
    if (entry) return entry;
    throw new AssayError('internal', `Line ${seq} of the custody log was damaged. Run assay verify-custody.`);
  });
}
