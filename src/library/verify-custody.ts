import type { Transaction } from 'kysely';
import type { Id, Sha256 } from '../contract/index.ts';
import { type ChainHead, faultOf, GENESIS, parseLine } from './custody-line.ts';
import type { CustodyStamp } from './custody-stamps.ts';
import type { LibraryDb } from './open-database.ts';
import type { Database } from './schema.ts';
import { faultOfSealedReport } from './sealed-report.ts';

/** One unit's chain. `broken` is the first line that is not as it was written, and why. */
export interface ChainVerdict {
  readonly unit: Id;
  readonly lines: number;
  readonly head: { readonly seq: number; readonly hash: Sha256 };
  readonly broken?: { readonly seq: number; readonly reason: string };
}

export interface CustodyVerdict {
  readonly whole: boolean;
  readonly chains: readonly ChainVerdict[];
  /** Stamps compared. Without any, a cut tail or an old backup put back cannot be seen. */
  readonly stamps: number;
}

type Trx = Transaction<Database>;
const BATCH = 1_000;

/**
 * Reads the whole log of one unit or all and names the first broken line of each, all as of one moment. A line is also
 * broken when the report that it seals is not the one stored now.
 */
export async function verifyCustody(
  db: LibraryDb,
  options: { readonly unit?: Id; readonly stamps?: readonly CustodyStamp[] } = {},
): Promise<CustodyVerdict> {
  const stamps = (options.stamps ?? []).filter((s) => options.unit === undefined || s.unit === options.unit);
  const chains = await db.transact(
    async (trx) => {
      const units = await unitsToVerify(trx, options.unit, stamps);
      const verdicts: ChainVerdict[] = [];
      for (const unit of units) {
        const own = stamps.filter((stamp) => stamp.unit === unit);
        verdicts.push(await verifyChain(trx, unit, own));
      }
      return verdicts;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  return { whole: chains.every((chain) => !chain.broken), chains, stamps: stamps.length };
}

async function unitsToVerify(
  trx: Trx,
  unit: Id | undefined,
  stamps: readonly CustodyStamp[],
): Promise<readonly Id[]> {
  if (unit !== undefined) return [unit];
  const heads = await trx.selectFrom('custody_heads').select('unit_id').execute();
  const logged = await trx.selectFrom('custody').select('unit_id').distinct().execute();
  const units = [...heads, ...logged].map((row) => row.unit_id).concat(stamps.map((stamp) => stamp.unit));
  return [...new Set(units)].sort();
}

/** Follows one chain from its first line, then compares its end with the head row and every stamp on the way. */
export async function verifyChain(
  trx: Trx,
  unit: Id,
  stamps: readonly CustodyStamp[],
): Promise<ChainVerdict> {
  const wanted = new Map(stamps.map((stamp) => [stamp.seq, stamp]));
  let head: ChainHead = { seq: 0, hash: GENESIS };
  for (
    let batch = await readBatch(trx, unit, 0);
    batch.length > 0;
    batch = await readBatch(trx, unit, head.seq)
  ) {
    for (const row of batch) {
      const reason =
        faultOfRow(row, unit, head) ??
        faultByStamp(row, wanted.get(row.seq)) ??
        (await faultOfSealedReport(trx, row.line));
      // A gap shows at the line after it; the line that is broken is the one that is missing.
      if (reason) return verdict(unit, head, { seq: Math.min(row.seq, head.seq + 1), reason });
      wanted.delete(row.seq);
      head = { seq: row.seq, hash: row.entry_hash };
    }
  }
  return verdict(unit, head, await faultOfEnd(trx, unit, head, wanted));
}

function verdict(
  unit: Id,
  head: ChainHead,
  broken: { seq: number; reason: string } | undefined,
): ChainVerdict {
  return { unit, lines: head.seq, head, ...(broken && { broken }) };
}

function readBatch(trx: Trx, unit: Id, after: number) {
  return trx
    .selectFrom('custody')
    .selectAll()
    .where('unit_id', '=', unit)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(BATCH)
    .execute();
}

type Row = Awaited<ReturnType<typeof readBatch>>[number];

function faultOfRow(row: Row, unit: Id, head: ChainHead): string | undefined {
  if (row.seq !== head.seq + 1) return `the line is missing: after line ${head.seq} comes line ${row.seq}`;
  return faultOf(row.line, unit, head) ?? faultOfColumns(row);
}

/** The columns beside the text are what look-ups go by: changing them would hide a line from its case. */
function faultOfColumns(row: Row): string | undefined {
  const entry = parseLine(row.line);
  const same =
    entry !== undefined &&
    entry.entryHash === row.entry_hash &&
    entry.submission === row.submission_id &&
    entry.exhibit === row.exhibit_id &&
    entry.sha256 === row.sha256 &&
    entry.event === row.event &&
    entry.at === row.at.toISOString();
  return same ? undefined : 'the columns it is found by do not agree with its text';
}

function faultByStamp(row: Row, stamp: CustodyStamp | undefined): string | undefined {
  if (!stamp || stamp.hash === row.entry_hash) return undefined;
  return `it is another line than the one stamped at ${stamp.at}`;
}

async function faultOfEnd(
  trx: Trx,
  unit: Id,
  head: ChainHead,
  unmet: ReadonlyMap<number, CustodyStamp>,
): Promise<{ seq: number; reason: string } | undefined> {
  const stamp = [...unmet.values()].sort((a, b) => a.seq - b.seq)[0];
  if (stamp) {
    const reason = `the log ends at line ${head.seq}, but line ${stamp.seq} was stamped at ${stamp.at}`;
    return { seq: head.seq + 1, reason };
  }
  const row = await trx
    .selectFrom('custody_heads')
    .select(['seq', 'entry_hash'])
    .where('unit_id', '=', unit)
    .executeTakeFirst();
  const said = row ?? { seq: 0, entry_hash: GENESIS };
  if (said.seq === head.seq && said.entry_hash === head.hash) return undefined;
  const seq = Math.min(said.seq, head.seq) + 1;
  return { seq, reason: `the log ends at line ${head.seq}, but its head is kept as line ${said.seq}` };
}
