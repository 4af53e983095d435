import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { AssayError, type Principal } from '../contract/index.ts';
import { authenticate, createSession, endSession, redeemLoginLink } from '../library/index.ts';
import { clearCookie, readCookie, SESSION_COOKIE, SIGN_IN_COOKIE, setCookie } from './cookies.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { queryOf, readForm } from './read-form.ts';
import { answering, goTo, refuseOtherSites, sendPage, signedInForm, viewerOf } from './respond.ts';
import type { SiteContext } from './site-options.ts';

const FORM_MS = 30 * 60_000;
const REFUSED = 'That key or link is not valid: it may be mistyped, used already, expired or revoked.';

/** Sign-in by key or one-time link, and sign-out. A link is used up only by pressing the button, not by a preview. */
export function signInRoutes(site: SiteContext): Router {
  const router = Router();
  router.get(
    '/sign-in',
    answering(async (req, res) => {
      const token = queryOf(req).get('token') ?? undefined;
      if (token === undefined && (await viewerOf(site, req)) !== undefined) return goTo(res, '/submissions');
      sendForm(req, res, token);
    }),
  );
  router.post(
    '/sign-in',
    answering((req, res) => signIn(site, req, res)),
  );
  router.post(
    '/sign-out',
    signedInForm(site, ['submit', 'read', 'review', 'admin'], async (req, res) => {
      const token = readCookie(req, SESSION_COOKIE);
      if (token !== undefined) await endSession(site.db.kysely, token);
      clearCookie(req, res, SESSION_COOKIE);
      goTo(res, '/sign-in');
    }),
  );
  return router;
}

async function signIn(site: SiteContext, req: Request, res: Response): Promise<void> {
  refuseOtherSites(req);
  const form = await readForm(req);
  if (!sameToken(readCookie(req, SIGN_IN_COOKIE), form.get('csrf')))
    throw new AssayError(
      'forbidden',
      'This form is too old, or was not sent from our own page. Open the sign-in page again.',
    );
  const principal = await principalOf(site, form);
  if (principal === undefined) return sendForm(req, res, undefined, REFUSED);
  const before = readCookie(req, SESSION_COOKIE);
  if (before !== undefined) await endSession(site.db.kysely, before);
  // Always a new session: one that was planted in the browser earlier is worth nothing.
  const session = await createSession(site.db.kysely, principal);
  clearCookie(req, res, SIGN_IN_COOKIE);
  setCookie(req, res, SESSION_COOKIE, session.token, session.expiresAt);
  goTo(res, '/submissions');
}

async function principalOf(site: SiteContext, form: URLSearchParams): Promise<Principal | undefined> {
  const token = form.get('token');
  if (token) return redeemLoginLink(site.db.kysely, token.slice(0, 200));
  return authenticate(site.db.kysely, (form.get('key') ?? '').trim().slice(0, 200));
}

function sendForm(req: Request, res: Response, token: string | undefined, problem?: string): void {
  const csrf = randomBytes(32).toString('base64url');
  setCookie(req, res, SIGN_IN_COOKIE, csrf, new Date(Date.now() + FORM_MS));
  const field =
    token === undefined
      ? html`<label for="key">Your key</label>
<input id="key" name="key" type="password" autocomplete="off" required spellcheck="false" placeholder="assay_…" aria-describedby="key-hint">
<p class="hint" id="key-hint">Your administrator made it with <code>assay keys create</code>. It was shown once.</p>`
      : html`<input type="hidden" name="token" value="${token}"><p>This one-time link signs this browser in for 12 hours.</p>`;
  const body = html`<h1>Sign in</h1>
<p class="lead">Assay examines suspected deepfakes, fake investment apps and screenshots, and says what it saw, how sure it is, and what it did not look at.</p>
${problem && html`<p class="card error" role="alert">${problem}</p>`}
<form class="card" method="post" action="/sign-in">
<input type="hidden" name="csrf" value="${csrf}">
${field}
<div class="actions"><button>Sign in</button></div>
</form>`;
  sendPage(res, page({ title: 'Sign in', body }), problem === undefined ? 200 : 401);
}

function sameToken(cookie: string | undefined, field: string | null): boolean {
  if (cookie === undefined || field === null) return false;
  const [a, b] = [Buffer.from(cookie), Buffer.from(field)];
  return a.length === b.length && timingSafeEqual(a, b);
}
