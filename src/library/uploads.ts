import type { Transaction } from 'kysely';
import { AssayError, type Id, type Sha256 } from '../contract/index.ts';
import { checkUploadQuota } from './check-quota.ts';
import type { LibraryDb, Queries } from './open-database.ts';
import type { Database } from './schema.ts';

/** A resumable upload. `stored`: all bytes are in the store; `submitted`: a submission has taken it. */
export interface Upload {
  readonly id: string;
  readonly unit: Id;
  readonly keyId: Id;
  readonly claimedName: string;
  readonly declaredSha256: Sha256 | undefined;
  readonly declaredBytes: number | undefined;
  readonly state: 'receiving' | 'stored' | 'submitted';
  readonly sha256: Sha256 | undefined;
  readonly bytes: number | undefined;
  readonly expiresAt: Date;
}

export interface NewUpload {
  readonly id: string;
  readonly unit: Id;
  readonly keyId: Id;
  readonly claimedName: string;
  readonly declaredSha256?: Sha256 | undefined;
  readonly declaredBytes?: number | undefined;
  readonly expiresAt: Date;
}

/** Writes down an upload that starts. Its declared size counts against the quota. Errors: `quota-exceeded`, `conflict`. */
export async function createUpload(db: LibraryDb, upload: NewUpload): Promise<void> {
  await db.transact(async (trx) => {
    await checkUploadQuota(trx, upload.unit, upload.declaredBytes ?? 0);
    const made = await trx
      .insertInto('uploads')
      .values({
        id: upload.id,
        unit_id: upload.unit,
        key_id: upload.keyId,
        claimed_name: upload.claimedName,
        declared_sha256: upload.declaredSha256 ?? null,
        declared_bytes: upload.declaredBytes ?? null,
        state: 'receiving',
        expires_at: upload.expiresAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows === 0n)
      throw new AssayError('conflict', 'There is an upload with this id.');
  });
}

/** An upload of this unit that has not expired; undefined for anyone else's. */
export async function getUpload(db: Queries, unit: Id, id: string): Promise<Upload | undefined> {
  const row = await liveUploads(db, unit).where('id', '=', id).executeTakeFirst();
  return row && asUpload(row);
}

/** Notes that all bytes are in the store. False: the upload is gone or was finished before. */
export async function markUploadStored(
  db: Queries,
  unit: Id,
  id: string,
  stored: { readonly sha256: Sha256; readonly bytes: number },
): Promise<boolean> {
  const done = await db
    .updateTable('uploads')
    .set({ state: 'stored', sha256: stored.sha256, bytes: stored.bytes })
    .where('unit_id', '=', unit)
    .where('id', '=', id)
    .where('state', '=', 'receiving')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** A finished upload as a submission takes it. */
export type StoredUpload = Upload & { readonly sha256: Sha256; readonly bytes: number };

/**
 * Takes finished uploads for a submission, inside its transaction, each exactly once; in the order asked.
 * Errors: `not-found` (unknown, expired or another unit's), `conflict` (unfinished or used), `unprocessable` (named twice).
 */
export async function takeUploads(
  trx: Transaction<Database>,
  unit: Id,
  ids: readonly string[],
): Promise<readonly StoredUpload[]> {
  if (ids.length === 0) return [];
  if (new Set(ids).size !== ids.length) {
    throw new AssayError('unprocessable', 'An upload is named twice. Each upload can be one exhibit.');
  }
  const rows = await liveUploads(trx, unit).where('id', 'in', ids).orderBy('id').forUpdate().execute();
  const found = new Map(rows.map((row) => [row.id, asUpload(row)]));
  const taken = ids.map((id) => requireStored(id, found.get(id)));
  await trx.updateTable('uploads').set({ state: 'submitted' }).where('id', 'in', ids).execute();
  return taken;
}

function requireStored(id: string, upload: Upload | undefined): StoredUpload {
  if (!upload) throw new AssayError('not-found', `There is no upload ${id}.`);
  const { sha256, bytes } = upload;
  if (upload.state === 'stored' && sha256 !== undefined && bytes !== undefined)
    return { ...upload, sha256, bytes };
  const why =
    upload.state === 'submitted'
      ? `Upload ${id} is part of a submission already. Upload the file again to submit it again.`
      : `Upload ${id} is not finished. Send the rest of it first.`;
  throw new AssayError('conflict', why);
}

/** Forgets an upload that its owner ended. False: there was none, or a submission has it. */
export async function deleteUpload(db: Queries, unit: Id, id: string): Promise<boolean> {
  const done = await db
    .deleteFrom('uploads')
    .where('unit_id', '=', unit)
    .where('id', '=', id)
    .where('state', '<>', 'submitted')
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}

/** Forgets uploads whose time is over and names them, so that their partial files can be removed. For a timer. */
export async function expireUploads(db: Queries): Promise<readonly string[]> {
  const rows = await db
    .deleteFrom('uploads')
    .where('expires_at', '<=', new Date())
    .returning(['id', 'state'])
    .execute();
  return rows.filter((row) => row.state !== 'submitted').map((row) => row.id);
}

function liveUploads(db: Queries, unit: Id) {
  return db
    .selectFrom('uploads')
    .selectAll()
    .where('unit_id', '=', unit)
    .where('expires_at', '>', new Date());
}

function asUpload(row: {
  id: string;
  unit_id: string;
  key_id: string;
  claimed_name: string;
  declared_sha256: string | null;
  declared_bytes: number | null;
  state: Upload['state'];
  sha256: string | null;
  bytes: number | null;
  expires_at: Date;
}): Upload {
  return {
    id: row.id,
    unit: row.unit_id,
    keyId: row.key_id,
    claimedName: row.claimed_name,
    declaredSha256: row.declared_sha256 ?? undefined,
    declaredBytes: row.declared_bytes ?? undefined,
    state: row.state,
    sha256: row.sha256 ?? undefined,
    bytes: row.bytes ?? undefined,
    expiresAt: row.expires_at,
  };
}
