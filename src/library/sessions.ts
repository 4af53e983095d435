import { AssayError, type Id, type Principal } from '../contract/index.ts';
import { asPrincipal, isLive, selectPrincipals } from './authenticate.ts';
import type { Queries } from './open-database.ts';
import { newSecret, sha256Of } from './secrets.ts';

const LINK_MS = 15 * 60_000;
const SESSION_MS = 12 * 3_600_000;

/** A signed-in browser. `csrfToken` must come back with every POST of a page. */
export interface Session {
  readonly principal: Principal;
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

/** Makes a token that signs one browser in, once, as the holder of `keyId`. Only its hash is kept. */
export async function createLoginLink(
  db: Queries,
  keyId: Id,
  lifetimeMs: number = LINK_MS,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newSecret();
  const expiresAt = new Date(Date.now() + lifetimeMs);
  await db
    .insertInto('login_links')
    .values({ token_hash: sha256Of(token), key_id: keyId, expires_at: expiresAt })
    .execute();
  return { token, expiresAt };
}

/** Uses a link up. Undefined: unknown, used, too old, or its key has ended; all look the same. */
export async function redeemLoginLink(db: Queries, token: string): Promise<Principal | undefined> {
  const used = await db
    .updateTable('login_links')
    .set({ used_at: new Date() })
    .where('token_hash', '=', sha256Of(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .returning('key_id')
    .executeTakeFirst();
  if (!used) return undefined;
  const row = await selectPrincipals(db).where('k.id', '=', used.key_id).executeTakeFirst();
  return row && isLive(row) ? asPrincipal(row) : undefined;
}

/** Starts a session for a principal who proved itself. `token` goes into the cookie; only its hash is kept. */
export async function createSession(
  db: Queries,
  principal: Principal,
  lifetimeMs: number = SESSION_MS,
): Promise<Session & { readonly token: string }> {
  const token = newSecret();
  const csrfToken = newSecret();
  const expiresAt = new Date(Date.now() + lifetimeMs);
  await db
    .insertInto('sessions')
    .values({
      token_hash: sha256Of(token),
      key_id: principal.keyId,
      csrf_token: csrfToken,
      expires_at: expiresAt,
    })
    .execute();
  return { token, principal, csrfToken, expiresAt };
}

/** The session of a cookie, or undefined: also when its key was revoked or has expired since. */
export async function readSession(db: Queries, token: string): Promise<Session | undefined> {
  const row = await selectPrincipals(db)
    .innerJoin('sessions as s', 's.key_id', 'k.id')
    .select(['s.csrf_token', 's.expires_at as session_expires_at'])
    .where('s.token_hash', '=', sha256Of(token))
    .executeTakeFirst();
  if (!row || !isLive(row) || row.session_expires_at.getTime() <= Date.now()) return undefined;
  return { principal: asPrincipal(row), csrfToken: row.csrf_token, expiresAt: row.session_expires_at };
}

/** Signs out. */
export async function endSession(db: Queries, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', sha256Of(token)).execute();
}

/** Compares what a form sent with the session's token. Throws `forbidden` when it differs. */
export function requireCsrf(session: Session, sent: string | undefined): void {
  if (sent !== undefined && sha256Of(sent) === sha256Of(session.csrfToken)) return;
  throw new AssayError(
    'forbidden',
    'This form was not sent from your own page. Open the page again and repeat.',
  );
}

/** Deletes sessions and links that are over. For a timer. */
export async function expireSessions(db: Queries): Promise<void> {
  const now = new Date();
  await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
  await db.deleteFrom('login_links').where('expires_at', '<=', now).execute();
}
