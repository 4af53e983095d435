import type { Id } from '../contract/index.ts';
import { appendStamps, type CustodyStamp, readStamps } from './custody-stamps.ts';
import type { LibraryDb } from './open-database.ts';

export interface StampOutcome {
  /** Heads written now: those that moved since their last stamp. */
  readonly stamped: number;
  /** Chains that no longer hold the line their last stamp names. They are not stamped, and somebody must look. */
  readonly broken: readonly { readonly unit: Id; readonly seq: number; readonly reason: string }[];
}

/**
 * Appends the heads of all custody chains to a file outside the database, for `verifyCustody` to compare with later.
 * Put the file where the database's backups do not go. Before a head is stamped, the line of the last stamp must still
 * be in the log: a log that went back is never stamped over.
 */
export async function stampHeads(db: LibraryDb, file: string): Promise<StampOutcome> {
  const last = new Map<Id, CustodyStamp>();
  for (const stamp of (await readStamps(file)).stamps) last.set(stamp.unit, stamp);
  const heads = new Map(
    (await db.kysely.selectFrom('custody_heads').selectAll().execute()).map((h) => [h.unit_id, h]),
  );
  const fresh: CustodyStamp[] = [];
  const broken: { unit: Id; seq: number; reason: string }[] = [];
  for (const unit of new Set([...last.keys(), ...heads.keys()])) {
    const head = heads.get(unit);
    const before = last.get(unit);
    const reason = before && (await faultSince(db, before));
    if (before && reason) broken.push({ unit, seq: before.seq, reason });
    else if (head && head.seq > (before?.seq ?? 0)) {
      fresh.push({ at: new Date().toISOString(), unit, seq: head.seq, hash: head.entry_hash });
    }
  }
  if (fresh.length > 0) await appendStamps(file, fresh);
  return { stamped: fresh.length, broken };
}

async function faultSince(db: LibraryDb, stamp: CustodyStamp): Promise<string | undefined> {
  const row = await db.kysely
    .selectFrom('custody')
    .select('entry_hash')
    .where('unit_id', '=', stamp.unit)
    .where('seq', '=', stamp.seq)
    .executeTakeFirst();
  if (!row) return `line ${stamp.seq}, stamped at ${stamp.at}, is no longer in the log`;
  return row.entry_hash === stamp.hash
    ? undefined
    : `line ${stamp.seq} is another than the one stamped at ${stamp.at}`;
}
