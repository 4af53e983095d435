import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { AssayError } from '../../contract/index.ts';
import { deleteUpload, type LibraryDb, markUploadStored, type Upload } from '../../library/index.ts';
import type { ByteStore } from '../../storage/index.ts';
import { createTusServer, type TusAsker } from './tus-server.ts';

export interface TusOptions {
  readonly db: LibraryDb;
  readonly store: ByteStore;
  readonly folder: string;
  readonly maxBytes: number;
  readonly keepSeconds: number;
}

/** Unfinished resumable uploads: files in a folder, rows in the database. */
export interface TusUploads {
  readonly maxBytes: number;
  readonly keepSeconds: number;
  /** Lets the tus server answer for someone who was authenticated and owns the upload, where one is named. */
  handle(req: IncomingMessage, res: ServerResponse, asker: TusAsker): Promise<void>;
  /** Bytes that have arrived; 0 when there is no file. */
  received(id: string): Promise<number>;
  /** Moves a complete file into the store, once. Errors: `hash-mismatch` (it is discarded then), those of the store. */
  finish(upload: Upload): Promise<void>;
  /** Removes the files of an upload that is over. */
  forget(id: string): Promise<void>;
  /** Removes files older than any upload may be: left by a crash. */
  removeStale(): Promise<void>;
}

export async function openTusUploads(options: TusOptions): Promise<TusUploads> {
  const { db, store, folder, maxBytes, keepSeconds } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // No expiry here: the server would look for the file again after it has become bytes in the store. Rows expire.
  const files = new FileStore({ directory: folder });
  // Every upload says its length when it begins, so that it counts against the quota from then on.
  files.extensions = files.extensions.filter((extension) => extension !== 'creation-defer-length');
  const pathOf = (id: string) => join(folder, id);
  const forget = async (id: string): Promise<void> => {
    await rm(pathOf(id), { force: true });
    await rm(`${pathOf(id)}.json`, { force: true });
  };
  const moveIn = async (upload: Upload): Promise<void> => {
    try {
      const stored = await store.putFile(pathOf(upload.id), { maxBytes, declared: upload.declaredSha256 });
      await markUploadStored(db.kysely, upload.unit, upload.id, stored);
    } catch (error) {
      // Anything else may pass: the file stays, and the next request about it tries again.
      if (!(error instanceof AssayError) || error.code !== 'hash-mismatch') throw error;
      await deleteUpload(db.kysely, upload.unit, upload.id);
      await forget(upload.id);
      throw error;
    }
    await forget(upload.id);
  };
  const finishing = new Map<string, Promise<void>>();
  const finish = (upload: Upload): Promise<void> => {
    const running = finishing.get(upload.id) ?? moveIn(upload).finally(() => finishing.delete(upload.id));
    finishing.set(upload.id, running);
    return running;
  };
  const askers = new WeakMap<IncomingMessage, TusAsker>();
  const server = createTusServer({ db, files, askers, maxBytes, keepSeconds, finish });
  return {
    maxBytes,
    keepSeconds,
    handle: async (req, res, asker) => {
      askers.set(req, asker);
      await server.handle(req, res);
    },
    received: (id) => sizeOf(pathOf(id)),
    finish,
    forget,
    removeStale: () => removeOlder(folder, keepSeconds * 2000),
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

async function removeOlder(folder: string, ageMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile() && Date.now() - info.mtimeMs > ageMs) await rm(path, { force: true });
  }
}
