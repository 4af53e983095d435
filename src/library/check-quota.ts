import { sql, type Transaction } from 'kysely';
import { AssayError, type Id, type Sha256 } from '../contract/index.ts';
import type { Database } from './schema.ts';

export interface QuotaAsk {
  /** What is about to be kept. Bytes that the unit has already cost nothing. */
  readonly artefacts: readonly { readonly sha256: Sha256; readonly bytes: number }[];
  /** Uploads that become these artefacts, so that their bytes are not counted twice. */
  readonly uploads?: readonly string[];
  /** Open submissions this adds; 1 unless given. */
  readonly submissions?: number;
  /** True: this transaction has stored the submission already, so it is among those counted. */
  readonly isStored?: boolean;
}

/**
 * Refuses what would pass the unit's quota, inside the caller's transaction. Locks the unit's row until that ends,
 * so that of many at once exactly those that fit get through. Errors: `quota-exceeded` with limit, use and what to do.
 */
export async function checkQuota(trx: Transaction<Database>, unit: Id, ask: QuotaAsk): Promise<void> {
  const limits = await lockUnit(trx, unit);
  const added = ask.submissions ?? 1;
  if (added > 0) await checkOpen(trx, unit, limits.quota_open_submissions, ask.isStored ? 0 : added);
  const wanted = await newBytes(trx, unit, ask);
  if (wanted > 0) {
    const waiting = await waitingBytes(trx, unit, ask.uploads ?? []);
    checkBytes(limits.quota_bytes, limits.used_bytes + waiting, wanted);
  }
}

/** The same for the declared size of an upload that starts. */
export async function checkUploadQuota(trx: Transaction<Database>, unit: Id, bytes: number): Promise<void> {
  const limits = await lockUnit(trx, unit);
  checkBytes(limits.quota_bytes, limits.used_bytes + (await waitingBytes(trx, unit, [])), bytes);
}

async function lockUnit(trx: Transaction<Database>, unit: Id) {
  const row = await trx
    .selectFrom('units')
    .select(['quota_bytes', 'quota_open_submissions', 'used_bytes'])
    .where('id', '=', unit)
    // Weaker than FOR UPDATE: rows that merely refer to the unit can still be written beside it.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new AssayError('not-found', 'There is no such unit.');
  return row;
}

async function checkOpen(trx: Transaction<Database>, unit: Id, limit: number, added: number): Promise<void> {
  const { open } = await trx
    .selectFrom('submissions')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('unit_id', '=', unit)
    .where('state', 'in', ['queued', 'examining'])
    .executeTakeFirstOrThrow();
  if (open + added <= limit) return;
  throw new AssayError(
    'quota-exceeded',
    `Your unit may have ${limit} submissions open at once and has ${open}. Wait until some are reported, cancel one, ` +
      'or ask your administrator to raise the limit.',
    { retryAfterSeconds: 60 },
  );
}

async function newBytes(trx: Transaction<Database>, unit: Id, ask: QuotaAsk): Promise<number> {
  const sizes = new Map(ask.artefacts.map((a) => [a.sha256, a.bytes]));
  if (sizes.size === 0) return 0;
  const known = await trx
    .selectFrom('unit_artefacts')
    .select('sha256')
    .where('unit_id', '=', unit)
    .where('sha256', 'in', [...sizes.keys()])
    .execute();
  for (const { sha256 } of known) sizes.delete(sha256);
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

async function waitingBytes(
  trx: Transaction<Database>,
  unit: Id,
  except: readonly string[],
): Promise<number> {
  let query = trx
    .selectFrom('uploads')
    .select(sql<number>`coalesce(sum(coalesce(bytes, declared_bytes, 0)), 0)::bigint`.as('bytes'))
    .where('unit_id', '=', unit)
    .where('state', '<>', 'submitted')
    .where('expires_at', '>', new Date());
  if (except.length > 0) query = query.where('id', 'not in', except);
  return (await query.executeTakeFirstOrThrow()).bytes;
}

function checkBytes(limit: number, used: number, wanted: number): void {
  if (used + wanted <= limit) return;
  throw new AssayError(
    'quota-exceeded',
    `Your unit may keep ${inWords(limit)} and keeps ${inWords(used)}; this needs ${inWords(wanted)} more. ` +
      'Ask your administrator to raise the limit.',
  );
}

function inWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step++;
  }
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
