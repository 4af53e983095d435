import { Router } from 'express';
import { AssayError, type ErrorCode } from '../contract/index.ts';
import { etagOf, isFresh } from './etag.ts';
import { openApiDocument } from './openapi.ts';
import { problemKinds } from './problems.ts';
import { REFERENCE_CSP, referencePage } from './reference-page.ts';

/** What describes the API; needs no key and says nothing about anyone. */
export function createDocuments(version: string): Router {
  const router = Router();
  const document = JSON.stringify(openApiDocument(version));
  const etag = etagOf(document);
  router.get('/api/v1/openapi.json', (req, res) => {
    res.set({ ETag: etag, 'Cache-Control': 'no-cache' });
    if (isFresh(req.headers['if-none-match'], etag)) res.status(304).end();
    else res.type('application/json').send(document);
  });
  router.get('/api/v1/reference', (_req, res) => {
    res.set({ 'Content-Security-Policy': REFERENCE_CSP, 'Cache-Control': 'no-cache' });
    res.type('html').send(referencePage());
  });
  router.get('/problems/:code', (req, res) => {
    const { code } = req.params;
    if (!Object.hasOwn(problemKinds, code)) throw new AssayError('not-found', 'There is no such error code.');
    const { title, explain, status } = problemKinds[code as ErrorCode];
    res.type('text/plain').send(`${code} (${status}): ${title}.\n${explain}\n`);
  });
  return router;
}
