import type { IncomingMessage } from 'node:http';
import { AssayError } from '../contract/index.ts';

const MOST_BYTES = 1024 * 1024;
const MOST_FIELDS = 6000;

/** Reads a form of text fields (application/x-www-form-urlencoded). Errors: `unsupported-media-type`, `too-large`. */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    throw new AssayError('unsupported-media-type', 'This address takes forms of this site only.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new AssayError('too-large', 'The form is larger than a megabyte. Choose fewer entries.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS)
    throw new AssayError('too-large', `The form has more than ${MOST_FIELDS} fields. Choose fewer entries.`);
  return new URLSearchParams(text);
}

/** The query of an address; Express's own parser is switched off. */
export function queryOf(req: IncomingMessage): URLSearchParams {
  return new URL(req.url ?? '/', 'http://local').searchParams;
}
