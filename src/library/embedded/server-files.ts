import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Everything that lies in the folder of the embedded server. */
export function filesIn(folder: string) {
  return {
    data: join(folder, 'data'),
    dataInTheMaking: join(folder, 'data.new'),
    libraries: join(folder, 'lib'),
    log: join(folder, 'log'),
    /** Held while the server is started or stopped. */
    changing: join(folder, 'changing.lock'),
    /** Held, shared, by everyone who uses the server. */
    users: join(folder, 'users.lock'),
    /** Held by the server and all its processes: nobody starts a second one on the same files. */
    serving: join(folder, 'serving.lock'),
    note: join(folder, 'server.json'),
  };
}

export type ServerFiles = ReturnType<typeof filesIn>;

/** What a command beside the server reads to find it. */
export const ServerNote = z.strictObject({ url: z.string(), pid: z.int(), socketFolder: z.string() });
export type ServerNote = z.infer<typeof ServerNote>;

export async function readNote(files: ServerFiles): Promise<ServerNote | undefined> {
  try {
    return ServerNote.parse(JSON.parse(await readFile(files.note, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Replaces the note in one step, readable by its owner only. */
export async function writeNote(files: ServerFiles, note: ServerNote): Promise<void> {
  const next = `${files.note}.${randomBytes(6).toString('hex')}`;
  await writeFile(next, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(next, files.note);
}

export async function dropNote(files: ServerFiles): Promise<void> {
  const note = await readNote(files);
  await rm(files.note, { force: true });
  if (note && isTemporary(note.socketFolder)) await rm(note.socketFolder, { recursive: true, force: true });
}

const SOCKET_NAME = '/.s.PGSQL.5432';
/** sizeof(sockaddr_un.sun_path) on Linux, without the closing NUL (unix(7)). */
const MOST_SOCKET_BYTES = 107;
const TEMPORARY = 'assay-pg-';

/** The server's own folder for its socket, or a short one elsewhere where that path would be too long. */
export async function socketFolderFor(folder: string): Promise<string> {
  if (Buffer.byteLength(join(folder, SOCKET_NAME)) <= MOST_SOCKET_BYTES) return folder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return await mkdtemp(join(tmpdir(), `${TEMPORARY}${name}-`));
}

function isTemporary(folder: string): boolean {
  return folder.startsWith(join(tmpdir(), TEMPORARY));
}
