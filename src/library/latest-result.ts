import type { Id, Result, Sha256 } from '../contract/index.ts';
import type { Queries } from './open-database.ts';

/** What the newest ended run of one of these analyzers said of a unit's artefact. Undefined: there is none. */
export async function latestResult(
  db: Queries,
  unit: Id,
  subject: Sha256,
  analyzers: readonly string[],
): Promise<Result | undefined> {
  const row = await db
    .selectFrom('runs')
    .select('outcome')
    .where('unit_id', '=', unit)
    .where('subject', '=', subject)
    .where('analyzer', 'in', analyzers)
    .where('state', 'in', ['completed', 'partial'])
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.outcome?.result;
}
