import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LocalFile } from './local-file.ts';

const Remembered = z.record(z.string(), z.string());
/** Servers give up unfinished uploads after a day; an older entry is only a wasted question. */
const MOST_ENTRIES = 200;

/** Remembers where unfinished uploads stand on their server, so that a later call goes on with them. */
export interface UnfinishedUploads {
  find(server: string, file: LocalFile): Promise<string | undefined>;
  remember(server: string, file: LocalFile, location: string): Promise<void>;
  forget(server: string, file: LocalFile): Promise<void>;
}

/** Keeps them in `uploads.json` in this folder, readable by its owner only. Holds hashes and addresses, no names or keys. */
export function rememberUploadsIn(folder: string): UnfinishedUploads {
  const path = join(folder, 'uploads.json');
  const read = async (): Promise<Record<string, string>> => {
    try {
      return Remembered.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch {
      // Missing or damaged: the upload starts from its beginning, nothing else is lost.
      return {};
    }
  };
  const write = async (entries: Record<string, string>): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const kept = Object.fromEntries(Object.entries(entries).slice(-MOST_ENTRIES));
    await writeFile(`${path}.${process.pid}`, JSON.stringify(kept), { mode: 0o600 });
    await rename(`${path}.${process.pid}`, path);
  };
  const nameOf = (server: string, file: LocalFile) => `${server} ${file.sha256} ${file.bytes}`;
  return {
    find: async (server, file) => (await read())[nameOf(server, file)],
    remember: async (server, file, location) =>
      write({ ...(await read()), [nameOf(server, file)]: location }),
    forget: async (server, file) => {
      const { [nameOf(server, file)]: _, ...others } = await read();
      await write(others);
    },
  };
}
