import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { AssayError, type Scope } from '../contract/index.ts';
import { readSession, requireCsrf } from '../library/index.ts';
import { readCookie, SESSION_COOKIE } from './cookies.ts';
import type { Viewer } from './layout.ts';
import { readForm } from './read-form.ts';
import type { SiteContext } from './site-options.ts';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Sends a page. Nothing but our own files may load, and nothing is kept by caches. */
export function sendPage(res: Response, body: string, status = 200): void {
  res.status(status).set({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    'Cache-Control': 'no-store',
  });
  res.end(body);
}

/** After a form: the browser fetches `path` anew. Paths are ours: there is no address to send people elsewhere. */
export function goTo(res: Response, path: `/${string}`): void {
  res.status(303).set('Location', path).end();
}

type Handle = (req: Request, res: Response, viewer: Viewer) => Promise<void>;

/** Wraps an async handler. */
export function answering(handle: (req: Request, res: Response) => Promise<void>): RequestHandler {
  return (req: Request, res: Response, next: NextFunction) => {
    handle(req, res).catch(next);
  };
}

/** A page for people who are signed in and hold one of the scopes; others are sent to sign in. */
export function signedIn(site: SiteContext, scopes: readonly Scope[], handle: Handle): RequestHandler {
  return answering(async (req, res) => {
    refuseOtherSites(req);
    const viewer = await viewerOf(site, req);
    if (viewer === undefined) {
      if (req.method === 'GET' && req.accepts(['html', 'json']) !== 'json') return goTo(res, '/sign-in');
      throw new AssayError(
        'unauthenticated',
        'You are not signed in, or your session has ended. Sign in again.',
      );
    }
    if (!scopes.some((scope) => viewer.principal.scopes.has(scope)))
      throw new AssayError(
        'forbidden',
        `This needs a key with the scope ${scopes.join(' or ')}. Ask your administrator.`,
      );
    await handle(req, res, viewer);
  });
}

/** The same for a form: its first field must be the session's token. */
export function signedInForm(
  site: SiteContext,
  scopes: readonly Scope[],
  handle: (req: Request, res: Response, viewer: Viewer, form: URLSearchParams) => Promise<void>,
): RequestHandler {
  return signedIn(site, scopes, async (req, res, viewer) => {
    const form = await readForm(req);
    checkCsrf(viewer, form.get('csrf') ?? undefined);
    await handle(req, res, viewer, form);
  });
}

/** Browsers say where a request was started (Fetch Metadata); forms of other sites end here already. */
export function refuseOtherSites(req: Request): void {
  const from = req.headers['sec-fetch-site'];
  if (req.method !== 'GET' && from !== undefined && from !== 'same-origin' && from !== 'none')
    throw new AssayError(
      'forbidden',
      'This form was not sent from our own page. Open the page again and repeat.',
    );
}

export function checkCsrf(viewer: Viewer, sent: string | undefined): void {
  requireCsrf({ ...viewer, expiresAt: new Date() }, sent);
}

export async function viewerOf(site: SiteContext, req: Request): Promise<Viewer | undefined> {
  const token = readCookie(req, SESSION_COOKIE);
  return token === undefined ? undefined : readSession(site.db.kysely, token);
}
