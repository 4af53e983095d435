import { sql, type Transaction } from 'kysely';
import type { CustodyEntry, CustodyEvent, Id } from '../contract/index.ts';
import { type ChainHead, type CustodyLine, chainLine, GENESIS } from './custody-line.ts';
import type { Database } from './schema.ts';

/** The head of a unit's chain, locked by an earlier statement of the transaction. */
export interface HeldChain {
  readonly unit: Id;
  readonly head: ChainHead;
}

/**
 * Adds lines to the custody log inside the caller's transaction: they are there exactly if what they tell happened.
 * Locks the heads of the units concerned until the transaction ends; call it late to hold them briefly.
 */
export async function appendCustody(
  trx: Transaction<Database>,
  events: readonly CustodyEvent[],
  held?: HeldChain,
): Promise<readonly CustodyEntry[]> {
  const written: CustodyEntry[] = [];
  const units = [...new Set(events.map((event) => event.unit))].sort();
  for (const unit of units) {
    const ofUnit = events.filter((event) => event.unit === unit);
    written.push(...(await appendToChain(trx, unit, ofUnit, held?.unit === unit ? held.head : undefined)));
  }
  return written;
}

async function appendToChain(
  trx: Transaction<Database>,
  unit: Id,
  events: readonly CustodyEvent[],
  held: ChainHead | undefined,
): Promise<readonly CustodyEntry[]> {
  let head = held ?? (await lockHead(trx, unit));
  const lines: CustodyLine[] = [];
  for (const event of events) {
    const line = chainLine(head, event, new Date());
    lines.push(line);
    head = { seq: line.entry.seq, hash: line.entry.entryHash };
  }
  await writeLines(trx, unit, head, lines);
  return lines.map((line) => line.entry);
}

/** The lines and the head that follows them, in one statement. */
async function writeLines(
  trx: Transaction<Database>,
  unit: Id,
  head: ChainHead,
  lines: readonly CustodyLine[],
): Promise<void> {
  await sql`
    with moved as (update custody_heads set seq = ${head.seq}, entry_hash = ${head.hash} where unit_id = ${unit})
    insert into custody (unit_id, seq, line, entry_hash, submission_id, exhibit_id, sha256, event, at)
    select * from jsonb_to_recordset(${JSON.stringify(lines.map(asRow))}::jsonb) as l(unit_id uuid, seq int, line text,
      entry_hash text, submission_id uuid, exhibit_id uuid, sha256 text, event text, at timestamptz)`.execute(
    trx,
  );
}

async function lockHead(trx: Transaction<Database>, unit: Id): Promise<ChainHead> {
  const read = () =>
    trx
      .selectFrom('custody_heads')
      .select(['seq', 'entry_hash as hash'])
      .where('unit_id', '=', unit)
      .forUpdate()
      .executeTakeFirst();
  const head = await read();
  if (head) return head;
  await trx
    .insertInto('custody_heads')
    .values({ unit_id: unit, seq: 0, entry_hash: GENESIS })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await read()) ?? { seq: 0, hash: GENESIS };
}

function asRow({ entry, text }: CustodyLine) {
  return {
    unit_id: entry.unit,
    seq: entry.seq,
    line: text,
    entry_hash: entry.entryHash,
    submission_id: entry.submission,
    exhibit_id: entry.exhibit,
    sha256: entry.sha256,
    event: entry.event,
    at: entry.at,
  };
}
