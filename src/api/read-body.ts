import type { IncomingMessage } from 'node:http';
import { AssayError } from '../contract/index.ts';

/** Reads a whole small body. Errors: `too-large`, `bad-request` when the sender broke off. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new AssayError('too-large', `The body is larger than ${maxBytes} bytes.`);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AssayError) throw error;
    throw new AssayError('bad-request', 'The body ended before it was complete.', { cause: error });
  }
  return Buffer.concat(chunks);
}
