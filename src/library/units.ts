import { AssayError, type Id } from '../contract/index.ts';
import { newId } from './new-id.ts';
import type { Queries } from './open-database.ts';

/** What a unit may use. */
export interface Quotas {
  /** Bytes it may keep, artefacts and waiting uploads together. */
  readonly quotaBytes: number;
  /** Submissions that may be open (queued or examining) at once. */
  readonly quotaOpenSubmissions: number;
  /** Runs that may be with the workers at once. */
  readonly inFlightCap: number;
}

export interface Unit extends Quotas {
  readonly id: Id;
  readonly name: string;
  readonly usedBytes: number;
  readonly createdAt: Date;
}

export const DEFAULT_QUOTAS: Quotas = {
  quotaBytes: 100 * 1024 ** 3,
  quotaOpenSubmissions: 1_000,
  inFlightCap: 8,
};

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._'()/-]{0,99}$/u;

/** Creates a unit. Errors: `conflict` when the name is taken, `unprocessable` when it is not a name. */
export async function createUnit(
  db: Queries,
  unit: { readonly name: string } & Partial<Quotas>,
): Promise<Unit> {
  const made = await insertUnit(db, unit);
  if (made) return made;
  throw new AssayError('conflict', `There is a unit called “${unit.name}” already. Choose another name.`);
}

/** Finds the unit by name or creates it; the quotas given hold for a new one only. */
export async function ensureUnit(
  db: Queries,
  unit: { readonly name: string } & Partial<Quotas>,
): Promise<Unit> {
  const made =
    (await findUnit(db, unit.name)) ?? (await insertUnit(db, unit)) ?? (await findUnit(db, unit.name));
  if (made) return made;
  throw new AssayError('conflict', `The unit “${unit.name}” was renamed while it was looked up. Try again.`);
}

async function insertUnit(
  db: Queries,
  unit: { readonly name: string } & Partial<Quotas>,
): Promise<Unit | undefined> {
  if (!NAME.test(unit.name)) {
    throw new AssayError(
      'unprocessable',
      "A unit’s name starts with a letter or digit and has at most 100 letters, digits, spaces or . _ - ' ( ) /.",
    );
  }
  const row = await db
    .insertInto('units')
    .values({
      id: newId(),
      name: unit.name,
      quota_bytes: unit.quotaBytes ?? DEFAULT_QUOTAS.quotaBytes,
      quota_open_submissions: unit.quotaOpenSubmissions ?? DEFAULT_QUOTAS.quotaOpenSubmissions,
      in_flight_cap: unit.inFlightCap ?? DEFAULT_QUOTAS.inFlightCap,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && asUnit(row);
}

export async function findUnit(db: Queries, name: string): Promise<Unit | undefined> {
  const row = await db.selectFrom('units').selectAll().where('name', '=', name).executeTakeFirst();
  return row && asUnit(row);
}

export async function getUnit(db: Queries, id: Id): Promise<Unit | undefined> {
  const row = await db.selectFrom('units').selectAll().where('id', '=', id).executeTakeFirst();
  return row && asUnit(row);
}

/** All units by name. */
export async function listUnits(db: Queries): Promise<readonly Unit[]> {
  return (await db.selectFrom('units').selectAll().orderBy('name').execute()).map(asUnit);
}

/** Changes quotas. Errors: `not-found`. */
export async function setQuotas(db: Queries, id: Id, quotas: Partial<Quotas>): Promise<Unit> {
  const row = await db
    .updateTable('units')
    .set((eb) => ({
      quota_bytes: quotas.quotaBytes ?? eb.ref('quota_bytes'),
      quota_open_submissions: quotas.quotaOpenSubmissions ?? eb.ref('quota_open_submissions'),
      in_flight_cap: quotas.inFlightCap ?? eb.ref('in_flight_cap'),
    }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new AssayError('not-found', 'There is no such unit.');
  return asUnit(row);
}

function asUnit(row: {
  id: string;
  name: string;
  created_at: Date;
  quota_bytes: number;
  quota_open_submissions: number;
  in_flight_cap: number;
  used_bytes: number;
}): Unit {
  return {
    id: row.id,
    name: row.name,
    quotaBytes: row.quota_bytes,
    quotaOpenSubmissions: row.quota_open_submissions,
    inFlightCap: row.in_flight_cap,
    usedBytes: row.used_bytes,
    createdAt: row.created_at,
  };
}
