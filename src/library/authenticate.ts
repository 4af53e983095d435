import type { Id, Principal, Scope } from '../contract/index.ts';
import { KEY_PREFIX } from './keys.ts';
import type { Queries } from './open-database.ts';
import { sameHash, sha256Of } from './secrets.ts';

/** `last used` is written at most this often for each key. */
const LAST_USED_STEP_MS = 60_000;
const SECRET_LENGTH = KEY_PREFIX.length + 43;

/**
 * Who holds this secret (the part after `Bearer `), or undefined: unknown, expired and revoked look the same.
 * The look-up goes by hash, so its time tells nothing about the secret; the hashes are then compared in constant time.
 */
export async function authenticate(db: Queries, bearer: string): Promise<Principal | undefined> {
  if (bearer.length !== SECRET_LENGTH || !bearer.startsWith(KEY_PREFIX)) return undefined;
  const hash = sha256Of(bearer);
  const row = await selectPrincipals(db).where('k.secret_hash', '=', hash).executeTakeFirst();
  if (!row || !sameHash(row.secret_hash, hash) || !isLive(row)) return undefined;
  await noteUse(db, row.id, row.last_used_at);
  return asPrincipal(row);
}

/** The query that principals are read with; callers add their condition. */
export function selectPrincipals(db: Queries) {
  return db
    .selectFrom('api_keys as k')
    .innerJoin('units as u', 'u.id', 'k.unit_id')
    .select([
      'k.id',
      'k.secret_hash',
      'k.scopes',
      'k.priority_cap',
      'k.expires_at',
      'k.revoked_at',
      'k.last_used_at',
      'u.id as unit_id',
      'u.name as unit_name',
    ]);
}

export function isLive(key: { readonly expires_at: Date | null; readonly revoked_at: Date | null }): boolean {
  return key.revoked_at === null && (key.expires_at === null || key.expires_at.getTime() > Date.now());
}

export function asPrincipal(row: {
  readonly id: string;
  readonly unit_id: string;
  readonly unit_name: string;
  readonly scopes: readonly string[];
  readonly priority_cap: number;
}): Principal {
  return {
    keyId: row.id,
    unit: { id: row.unit_id, name: row.unit_name },
    scopes: new Set(row.scopes as Scope[]),
    priorityCap: row.priority_cap,
  };
}

async function noteUse(db: Queries, key: Id, lastUsed: Date | null): Promise<void> {
  if (lastUsed && Date.now() - lastUsed.getTime() < LAST_USED_STEP_MS) return;
  await db
    .updateTable('api_keys')
    .set({ last_used_at: new Date() })
    .where('id', '=', key)
    .execute()
    // Knowing when a key was last used is not worth refusing a request for.
    .catch(() => undefined);
}
