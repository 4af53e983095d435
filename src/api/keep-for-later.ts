import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { AssayError, type Principal, type Sha256 } from '../contract/index.ts';
import { type Database, expireUploads, newId, type Queries } from '../library/index.ts';
import type { ApiContext } from './api-context.ts';

/**
 * Writes down bytes that are in the store but that no submission took, as uploads that expire in an hour: they count
 * against the quota until `sweepBytes` removes them. They cannot be removed at once, since the same bytes may just be
 * arriving with another request.
 */
export async function keepForLater(
  api: ApiContext,
  principal: Principal,
  files: readonly { readonly sha256: Sha256; readonly bytes: number }[],
): Promise<void> {
  if (files.length === 0) return;
  const rows = files.map(({ sha256, bytes }) => ({ id: newId(), sha256, bytes }));
  try {
    // What the unit keeps anyway needs no sweeping and would count twice.
    await sql`
      insert into uploads (id, unit_id, key_id, claimed_name, declared_bytes, state, sha256, bytes, expires_at)
      select f.id, ${principal.unit.id}::uuid, ${principal.keyId}::uuid, 'not submitted', f.bytes, 'stored', f.sha256, f.bytes,
        now() + interval '1 hour'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id text, sha256 text, bytes bigint)
      where not exists (select from unit_artefacts u where u.unit_id = ${principal.unit.id} and u.sha256 = f.sha256)
    `.execute(api.db.kysely);
  } catch (error) {
    api.log.error(
      { err: error, files: files.map((file) => file.sha256) },
      'bytes without a submission stay in the store',
    );
  }
}

/**
 * Keeps these bytes from being swept until the transaction ends, and proves that they are there.
 * Errors: `storage-unavailable` when they were swept a moment ago.
 */
export async function holdBytes(api: ApiContext, trx: Queries, hashes: readonly Sha256[]): Promise<void> {
  const sorted = [...new Set(hashes)].sort();
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(h, 0)) from unnest(${sorted}::text[]) as h`.execute(
    trx,
  );
  for (const sha256 of sorted) {
    if (await api.store.has(sha256)) continue;
    throw new AssayError('storage-unavailable', 'The bytes are no longer in the store. Send them again.');
  }
}

/**
 * Ends uploads whose time is over: removes their unfinished files, and their bytes where nothing refers to them.
 * While any run is under way nothing is removed from the store: what a jail just handed over is not written down yet.
 */
export async function sweepUploads(api: ApiContext): Promise<void> {
  const over = await api.db.kysely
    .selectFrom('uploads')
    .select('sha256')
    .distinct()
    .where('state', '=', 'stored')
    .where('expires_at', '<=', new Date())
    .execute();
  for (const { sha256 } of over) if (sha256 !== null && !(await sweepBytes(api, sha256))) return;
  for (const id of await expireUploads(api.db.kysely)) await api.uploads.forget(id);
}

/** False: not now, since runs are under way. */
function sweepBytes(api: ApiContext, sha256: Sha256): Promise<boolean> {
  return api.db.transact(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(trx);
    if (await anyRunning(trx)) return false;
    if (!(await isReferred(trx, sha256))) await api.store.remove(sha256);
    return true;
  });
}

async function anyRunning(trx: Transaction<Database>): Promise<boolean> {
  const running = trx.selectFrom('runs').select('id').where('state', '=', 'running').limit(1);
  return (await running.executeTakeFirst()) !== undefined;
}

async function isReferred(trx: Transaction<Database>, sha256: Sha256): Promise<boolean> {
  const { rows } = await sql<{ referred: boolean }>`
    select exists (select from artefacts where sha256 = ${sha256})
      or exists (select from evidence_files where sha256 = ${sha256})
      or exists (select from uploads where sha256 = ${sha256} and expires_at > now()) as referred`.execute(
    trx,
  );
  return rows[0]?.referred ?? true;
}
