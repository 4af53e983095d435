import type { IncomingMessage } from 'node:http';
import type { EvidenceFile } from '../contract/index.ts';
import type { ByteStore } from '../storage/index.ts';
import { etagOf, isFresh } from './etag.ts';
import type { Reply } from './operation.ts';

/** An evidence file with the media type it was written in. Its bytes never change, so browsers may keep them. */
export async function evidenceReply(
  store: ByteStore,
  req: IncomingMessage,
  file: EvidenceFile,
): Promise<Reply> {
  const headers = {
    ETag: etagOf(file.sha256),
    'Cache-Control': 'private, max-age=3600',
    'Content-Disposition': `inline; filename="${file.id}"`,
  };
  if (isFresh(req.headers['if-none-match'], headers.ETag)) return { kind: 'empty', status: 304, headers };
  const mediaType = file.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : file.mediaType;
  return {
    kind: 'bytes',
    status: 200,
    mediaType,
    body: await store.read(file.sha256),
    headers: { ...headers, 'Content-Length': String(file.bytes) },
  };
}
