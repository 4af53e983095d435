import { type ErrorRequestHandler, type Response, Router } from 'express';
import { AssayError } from '../contract/index.ts';
import { ERROR_TITLES } from './error-titles.ts';
import type { Viewer } from './layout.ts';
import { libraryRoutes } from './library-routes.ts';
import { errorPage } from './other-pages.ts';
import { sendPage, viewerOf } from './respond.ts';
import { SCRIPT } from './script.ts';
import { signInRoutes } from './sign-in.ts';
import type { SiteContext, SiteOptions, SiteServices } from './site-options.ts';
import { ICON, STYLE } from './style.ts';
import { submissionRoutes } from './submission-routes.ts';

/**
 * The pages, as a router to mount under `/` behind the API's Host check: pass the result as `site` to `createApi`.
 * Everything is rendered here; no page needs a script.
 */
export function createSite(options: SiteOptions): (services: SiteServices) => Router {
  return (services) => {
    const site: SiteContext = { ...options, submitForm: services.submitForm };
    const router = Router();
    router.get('/assets/site.css', (_req, res) => sendAsset(res, 'text/css; charset=utf-8', STYLE));
    router.get('/assets/site.js', (_req, res) => sendAsset(res, 'text/javascript; charset=utf-8', SCRIPT));
    router.get('/assets/icon.svg', (_req, res) => sendAsset(res, 'image/svg+xml', ICON));
    router.use(signInRoutes(site), submissionRoutes(site), libraryRoutes(site));
    router.use((req, _res, next) => {
      const page = req.method === 'GET' && req.accepts(['json', 'html']) === 'html';
      next(page ? new AssayError('not-found', 'There is no page at this address.') : undefined);
    });
    router.use(answerWithPage(site));
    return router;
  };
}

function sendAsset(res: Response, type: string, body: string): void {
  res.set({
    'Content-Type': type,
    'Cache-Control': 'public, max-age=300',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(body);
}

function answerWithPage(site: SiteContext): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (res.headersSent) return next(thrown);
    const error = thrown instanceof AssayError ? thrown : unreadable(thrown);
    const code = error?.code ?? 'internal';
    res.locals['code'] = code;
    const [status, title] = ERROR_TITLES[code];
    if (error === undefined || status >= 500)
      site.log.error({ err: thrown, path: req.path }, 'a page failed');
    const message =
      error?.message ??
      'This was our mistake. Nothing you sent was lost. Try again; if it stays, tell your operator.';
    const places = (error?.places ?? []).map(
      (place) => `${place.pointer.replace(/^\//, '')}: ${place.detail}`,
    );
    // A body still on its way is read on for a moment, so that the browser gets to see the answer.
    if (!req.complete) {
      res.setHeader('Connection', 'close');
      req.resume();
    }
    const send = (viewer: Viewer | undefined) =>
      sendPage(res, errorPage(title, message, places, viewer), status);
    viewerOf(site, req).then(send, () => send(undefined));
  };
}

/** The router throws errors with a `status` for addresses that cannot be decoded. */
function unreadable(thrown: unknown): AssayError | undefined {
  const status =
    typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : undefined;
  return status === 400
    ? new AssayError('bad-request', 'The address cannot be read.', { cause: thrown })
    : undefined;
}
