import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { AssayError, type EvidenceFile } from '../contract/index.ts';
import type { SiteContext } from './site-options.ts';

/**
 * Serves a file that was re-encoded in the jail, with the media type it was written in. Text and JSON are sent as plain
 * text: nothing of a submission is ever interpreted by the browser.
 */
export async function sendEvidence(
  site: SiteContext,
  res: Response,
  file: EvidenceFile | undefined,
): Promise<void> {
  if (file === undefined) throw new AssayError('not-found', 'There is no such evidence file.');
  const inert = /^(image|audio|video)\//.test(file.mediaType) ? file.mediaType : 'text/plain; charset=utf-8';
  const body = await site.store.read(file.sha256);
  res.set({
    'Content-Type': inert,
    'Content-Length': String(file.bytes),
    'Content-Disposition': `inline; filename="${file.id}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, max-age=3600',
  });
  await pipeline(body, res);
}
