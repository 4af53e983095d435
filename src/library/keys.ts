import { type ApiKeyInfo, AssayError, type Id, type Scope } from '../contract/index.ts';
import { newId } from './new-id.ts';
import type { Queries } from './open-database.ts';
import { newSecret, sha256Of } from './secrets.ts';

export interface NewKey {
  readonly unit: Id;
  /** Whose key it is, in words. */
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** Highest priority its submissions get, 0–9. */
  readonly priorityCap?: number;
  readonly expiresAt?: Date;
}

/** Starts every key, so that it is recognised where it leaks. */
export const KEY_PREFIX = 'assay_';

/**
 * Makes a key. `secret` is shown now and never again: only its SHA-256 is kept.
 * Errors: `not-found` (unit), `unprocessable`.
 */
export async function createKey(
  db: Queries,
  key: NewKey,
): Promise<{ readonly secret: string; readonly key: ApiKeyInfo }> {
  checkNewKey(key);
  const unit = await db.selectFrom('units').select('id').where('id', '=', key.unit).executeTakeFirst();
  if (!unit) throw new AssayError('not-found', 'There is no such unit.');
  const secret = KEY_PREFIX + newSecret();
  const id = newId();
  await db
    .insertInto('api_keys')
    .values({
      id,
      unit_id: key.unit,
      label: key.label,
      secret_hash: sha256Of(secret),
      scopes: [...new Set(key.scopes)],
      priority_cap: key.priorityCap ?? 5,
      expires_at: key.expiresAt ?? null,
    })
    .execute();
  const [made] = await listKeys(db, { id });
  if (!made) throw new AssayError('internal', 'The key was made but cannot be read back.');
  return { secret, key: made };
}

function checkNewKey(key: NewKey): void {
  const cap = key.priorityCap ?? 5;
  if (!Number.isInteger(cap) || cap < 0 || cap > 9) {
    throw new AssayError('unprocessable', 'The priority cap of a key is a whole number from 0 to 9.');
  }
  if (key.scopes.length === 0) throw new AssayError('unprocessable', 'A key needs at least one scope.');
  if (key.label.length === 0 || key.label.length > 200) {
    throw new AssayError('unprocessable', 'Say whose key it is, in 1 to 200 characters.');
  }
  if (/\p{Cc}/u.test(key.label)) {
    throw new AssayError('unprocessable', 'Say whose key it is without control characters.');
  }
  if (key.expiresAt && key.expiresAt.getTime() <= Date.now()) {
    throw new AssayError('unprocessable', 'The key would have expired already. Give a later time.');
  }
}

/** Keys of one unit, or all, newest first; never their secrets. */
export async function listKeys(
  db: Queries,
  filter: { readonly unit?: Id; readonly id?: Id } = {},
): Promise<readonly ApiKeyInfo[]> {
  let query = db
    .selectFrom('api_keys as k')
    .innerJoin('units as u', 'u.id', 'k.unit_id')
    .selectAll('k')
    .select('u.name as unit_name')
    .orderBy('k.id', 'desc');
  if (filter.unit !== undefined) query = query.where('k.unit_id', '=', filter.unit);
  if (filter.id !== undefined) query = query.where('k.id', '=', filter.id);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    unit: { id: row.unit_id, name: row.unit_name },
    label: row.label,
    scopes: row.scopes as Scope[],
    priorityCap: row.priority_cap,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}

/**
 * Ends a key at once, and its sessions and links with it. Revoking twice is harmless.
 * Errors: `not-found`, also for a key of another unit than `unit`.
 */
export async function revokeKey(db: Queries, id: Id, unit?: Id): Promise<ApiKeyInfo> {
  let query = db
    .updateTable('api_keys')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.fn<Date>('now')) }))
    .where('id', '=', id);
  if (unit !== undefined) query = query.where('unit_id', '=', unit);
  const done = await query.executeTakeFirst();
  const [key] = await listKeys(db, { id });
  if (done.numUpdatedRows === 0n || !key) throw new AssayError('not-found', 'There is no such key.');
  return key;
}
