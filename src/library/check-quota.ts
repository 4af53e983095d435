import { sql, type Transaction } from 'kysely';
import { AssayError, type Id, type Sha256 } from '../contract/index.ts';
import type { HeldChain } from './append-custody.ts';
import type { Database } from './schema.ts';
import { inOrder } from './tree.ts';

export interface QuotaAsk {
  /** What is about to be kept. Bytes that the unit has already cost nothing. */
  readonly artefacts: readonly { readonly sha256: Sha256; readonly bytes: number }[];
  /** Uploads that become these artefacts, so that their bytes are not counted twice. */
  readonly uploads?: readonly string[];
  /** Open submissions this adds; 1 unless given, 0 where the transaction has stored them already. */
  readonly submissions?: number;
}

/**
 * Makes artefacts the unit's own, and refuses what would pass its quota, inside the caller's transaction. Locks the
 * unit's row and the head of its chain until that ends, so that of many at once exactly those that fit get through.
 * Returns the hashes that the unit had before. Errors: `quota-exceeded` with limit, use and what to do.
 */
export async function keepWithinQuota(
  trx: Transaction<Database>,
  unit: Id,
  ask: QuotaAsk,
): Promise<{ readonly known: ReadonlySet<Sha256>; readonly chain: HeldChain | undefined }> {
  const limits = await lockUnit(trx, unit);
  const use = await readUse(trx, unit, ask);
  check(limits, use, ask);
  const { seq, hash } = limits;
  const chain = seq === null || hash === null ? undefined : { unit, head: { seq, hash } };
  return { known: new Set(use.known), chain };
}

interface Use {
  readonly open: number;
  /** Bytes of uploads that are under way or not submitted yet. */
  readonly waiting: number;
  /** Of the artefacts asked for, those the unit has. */
  readonly known: readonly Sha256[];
}

/** Adds the artefacts and reads everything that the quota is compared with, in one statement. */
async function readUse(trx: Transaction<Database>, unit: Id, ask: QuotaAsk): Promise<Use> {
  const { rows } = await sql<Use>`
    with a as (
      select * from jsonb_to_recordset(${inOrder(ask.artefacts)}::jsonb) as asked(sha256 text, bytes bigint)),
    known as (
      select a.sha256 from a join unit_artefacts u on u.unit_id = ${unit} and u.sha256 = a.sha256),
    added as (
      insert into unit_artefacts (unit_id, sha256, bytes) select ${unit}, a.sha256, a.bytes from a
      on conflict do nothing)
    select array(select sha256 from known) as known,
      (select count(*) from submissions where unit_id = ${unit} and state in ('queued', 'examining')) as open,
      (select coalesce(sum(coalesce(bytes, declared_bytes, 0)), 0)::bigint from uploads where unit_id = ${unit}
        and state <> 'submitted' and expires_at > now() and id <> all(${ask.uploads ?? []}::text[])) as waiting`.execute(
    trx,
  );
  return rows[0] ?? { open: 0, waiting: 0, known: [] };
}

function check(limits: Limits, use: Use, ask: QuotaAsk): void {
  const added = ask.submissions ?? 1;
  if (use.open + added > limits.quota_open_submissions) throw tooManyOpen(limits, use.open);
  const known = new Set(use.known);
  const sizes = new Map(ask.artefacts.map(({ sha256, bytes }) => [sha256, known.has(sha256) ? 0 : bytes]));
  const wanted = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (wanted > 0) checkBytes(limits.quota_bytes, limits.used_bytes + use.waiting, wanted);
}

/** Refuses an upload that starts, by its declared size. Error: `quota-exceeded`. */
export async function checkUploadQuota(trx: Transaction<Database>, unit: Id, bytes: number): Promise<void> {
  const limits = await lockUnit(trx, unit);
  checkBytes(limits.quota_bytes, limits.used_bytes + (await waitingBytes(trx, unit)), bytes);
}

interface Limits {
  readonly quota_bytes: number;
  readonly quota_open_submissions: number;
  readonly used_bytes: number;
  /** Null: the unit's chain has no line yet. */
  readonly seq: number | null;
  readonly hash: Sha256 | null;
}

/** Unit first, then its chain. Weaker than FOR UPDATE: rows that merely refer to the unit can still be written beside it. */
async function lockUnit(trx: Transaction<Database>, unit: Id): Promise<Limits> {
  const { rows } = await sql<Limits>`
    with u as (
      select quota_bytes, quota_open_submissions, used_bytes from units where id = ${unit} for no key update),
    h as (select seq, entry_hash as hash from custody_heads where unit_id = ${unit} for update)
    select * from u left join h on true`.execute(trx);
  if (!rows[0]) throw new AssayError('not-found', 'There is no such unit.');
  return rows[0];
}

function tooManyOpen(limits: Limits, open: number): AssayError {
  return new AssayError(
    'quota-exceeded',
    `Your unit may have ${limits.quota_open_submissions} submissions open at once and has ${open}. Wait until some are reported, cancel one, ` +
      'or ask your administrator to raise the limit.',
    { retryAfterSeconds: 60 },
  );
}

async function waitingBytes(trx: Transaction<Database>, unit: Id): Promise<number> {
  return (await readUse(trx, unit, { artefacts: [] })).waiting;
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
