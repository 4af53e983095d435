import type { ExpressionBuilder, Transaction } from 'kysely';
import { AssayError, type Id } from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import type { Database } from './schema.ts';

/** How long an answer can be had again (draft-ietf-httpapi-idempotency-key-header: the server says so). */
export const IDEMPOTENCY_MS = 24 * 3_600_000;
/** A request still running after this belongs to a process that died: its key is free again. */
const RUNNING_MS = 120_000;

export interface IdempotentAsk {
  readonly keyId: Id;
  /** The Idempotency-Key header. One key of Assay never meets another's. */
  readonly idempotencyKey: string;
  /** Hash of everything that makes two requests the same. */
  readonly fingerprint: string;
}

/** The right to do the work once; give it to `finishIdempotent` or `abandonIdempotent`. */
export interface IdempotentClaim extends IdempotentAsk {
  readonly claimedAt: Date;
}

export interface IdempotentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type IdempotentStart =
  | { readonly kind: 'begun'; readonly claim: IdempotentClaim }
  | { readonly kind: 'replay'; readonly answer: IdempotentAnswer };

/**
 * Claims the key, or gives the answer it had. Errors: `bad-request`, `conflict` while the first
 * request still runs, `idempotency-key-reused` when the key was used for another request.
 */
export async function beginIdempotent(db: Queries, ask: IdempotentAsk): Promise<IdempotentStart> {
  if (ask.idempotencyKey.length === 0 || ask.idempotencyKey.length > 255) {
    throw new AssayError('bad-request', 'An Idempotency-Key has 1 to 255 characters.');
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    const claim = await claimKey(db, ask);
    if (claim) return { kind: 'begun', claim };
    const row = await db.selectFrom('idempotency').selectAll().where(sameKey(ask)).executeTakeFirst();
    // Freed or expired in between: claim again.
    if (!row) continue;
    if (row.fingerprint !== ask.fingerprint) throw reused();
    if (row.state === 'running') throw stillRunning();
    const answer = { status: row.status ?? 200, headers: row.headers ?? {}, body: row.body ?? '' };
    return { kind: 'replay', answer };
  }
  throw stillRunning();
}

/** One statement: inserts the key, or takes over one that is expired or whose process died. */
async function claimKey(db: Queries, ask: IdempotentAsk): Promise<IdempotentClaim | undefined> {
  const claimedAt = new Date();
  const row = await db
    .insertInto('idempotency')
    .values({
      key_id: ask.keyId,
      idempotency_key: ask.idempotencyKey,
      fingerprint: ask.fingerprint,
      state: 'running',
      created_at: claimedAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['key_id', 'idempotency_key'])
        .doUpdateSet({
          fingerprint: ask.fingerprint,
          state: 'running',
          status: null,
          headers: null,
          body: null,
          created_at: claimedAt,
        })
        .where((eb) =>
          eb.or([
            eb('idempotency.created_at', '<', new Date(claimedAt.getTime() - IDEMPOTENCY_MS)),
            eb.and([
              eb('idempotency.state', '=', 'running'),
              eb('idempotency.created_at', '<', new Date(claimedAt.getTime() - RUNNING_MS)),
            ]),
          ]),
        ),
    )
    .returning('key_id')
    .executeTakeFirst();
  return row && { ...ask, claimedAt };
}

/**
 * Keeps the answer. Call it in the transaction that has the effect: when the claim was lost to another request
 * meanwhile it throws `conflict`, and the effect is undone with it, so that there is only one.
 */
export async function finishIdempotent(
  trx: Transaction<Database>,
  claim: IdempotentClaim,
  answer: IdempotentAnswer,
): Promise<void> {
  const done = await trx
    .updateTable('idempotency')
    .set({ state: 'done', status: answer.status, headers: JSON.stringify(answer.headers), body: answer.body })
    .where(sameKey(claim))
    .where('state', '=', 'running')
    .where('created_at', '=', claim.claimedAt)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw stillRunning();
}

/** Frees the key after a failure, so that the request can be repeated. */
export async function abandonIdempotent(db: Queries, claim: IdempotentClaim): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where(sameKey(claim))
    .where('state', '=', 'running')
    .where('created_at', '=', claim.claimedAt)
    .execute();
}

/** Deletes answers older than a day. For a timer. */
export async function expireIdempotency(db: Queries): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('created_at', '<', new Date(Date.now() - IDEMPOTENCY_MS))
    .execute();
}

function sameKey(ask: IdempotentAsk) {
  return (eb: ExpressionBuilder<Database, 'idempotency'>) =>
    eb.and({ key_id: ask.keyId, idempotency_key: ask.idempotencyKey });
}

function stillRunning(): AssayError {
  return new AssayError(
    'conflict',
    'A request with this Idempotency-Key is still being worked on. Wait a moment and repeat it as it was.',
    { retryAfterSeconds: 2 },
  );
}

function reused(): AssayError {
  return new AssayError(
    'idempotency-key-reused',
    'This Idempotency-Key was used for a different request. Use a new key for a new request.',
  );
}
