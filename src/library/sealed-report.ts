import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';
import type { Transaction } from 'kysely';
import { parseLine } from './custody-line.ts';
import type { Database } from './schema.ts';

// The types of this CommonJS module promise a default export that Node does not give.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

const SEAL = /^report ([0-9a-f-]{36}) assembled,/;

/**
 * A line that seals a report holds the SHA-256 of its RFC 8785 text: compared with the report as it is stored now.
 * Undefined: the same, or the line seals none.
 */
export async function faultOfSealedReport(
  trx: Transaction<Database>,
  line: string,
): Promise<string | undefined> {
  const entry = parseLine(line);
  const id = entry?.sha256 === null ? SEAL.exec(entry.purpose)?.[1] : undefined;
  if (entry === undefined || id === undefined) return undefined;
  const report = await trx.selectFrom('reports').select('body').where('id', '=', id).executeTakeFirst();
  if (report === undefined) return `the report ${id} that it seals is gone`;
  const now = createHash('sha256').update(canonicalize(report.body)).digest('hex');
  return now === entry.sha256After ? undefined : `the report ${id} that it seals was changed afterwards`;
}
