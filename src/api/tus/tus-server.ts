import type { IncomingMessage } from 'node:http';
import type { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { AssayError, type Principal } from '../../contract/index.ts';
import { type LibraryDb, newId, type Upload } from '../../library/index.ts';
import { createUploadFrom } from './create-upload.ts';
import { tusAnswer } from './tus-error.ts';

/** Who sends a request, and the upload it is about: known before the tus server sees it, except when one begins. */
export interface TusAsker {
  readonly principal: Principal;
  upload?: Upload;
}

export interface TusServerOptions {
  readonly db: LibraryDb;
  readonly files: FileStore;
  readonly askers: WeakMap<IncomingMessage, TusAsker>;
  readonly maxBytes: number;
  readonly keepSeconds: number;
  readonly finish: (upload: Upload) => Promise<void>;
}

/** The tus 1.0 server with our rows beside its files. Its lock lets one request at a time write to an upload. */
export function createTusServer(options: TusServerOptions): Server {
  const { db, files, askers, maxBytes, keepSeconds, finish } = options;
  type Hooked = { readonly runtime?: { readonly node?: { readonly req: object } | undefined } | undefined };
  const askerOf = (req: Hooked): TusAsker => {
    const asker = askers.get(req.runtime?.node?.req as IncomingMessage);
    if (asker) return asker;
    throw new AssayError('internal', 'A tus request came without its asker.');
  };
  return new Server({
    path: '/api/v1/uploads',
    datastore: files,
    allowedOrigins: [],
    maxSize: maxBytes,
    namingFunction: () => newId(),
    generateUrl: (_req, { id }) => `/api/v1/uploads/${id}`,
    getFileIdFromRequest: (_req, id) => id,
    onUploadCreate: async (req, begun) => {
      const asker = askerOf(req);
      const { upload, metadata } = await createUploadFrom(db, asker.principal, begun, keepSeconds).catch(
        rethrow,
      );
      asker.upload = upload;
      return { metadata };
    },
    onUploadFinish: async (req) => {
      const { upload } = askerOf(req);
      if (upload) await finish(upload).catch(rethrow);
      return {};
    },
    onResponseError: (_req, error) => tusAnswer(error),
  });
}

function rethrow(error: unknown): never {
  throw tusAnswer(error);
}
