import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AssayError } from '../../contract/index.ts';
import { createCluster, createDatabase, DATABASE_NAME } from './create-cluster.ts';
import { type FileLock, isUnlocked, lockFile } from './file-lock.ts';
import { findBinaries, linkLibraries } from './find-binaries.ts';
import { findRunning, isServer, readServer } from './find-running.ts';
import { runServer, urlOf } from './run-server.ts';
import { chooseAccount } from './server-account.ts';
import {
  dropNote,
  filesIn,
  type ServerFiles,
  type ServerNote,
  socketFolderFor,
  writeNote,
} from './server-files.ts';

/** Our hold on the embedded server. It runs as long as anyone holds it; the last to let go stops it. */
export interface EmbeddedPostgres extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** True: it ran before us, started by another process or left by one that was killed. */
  readonly joined: boolean;
  close(): Promise<void>;
}

const CHANGE_SECONDS = 90;
const STOP_SECONDS = 30;
const MOST_REVIVALS = 20;

/**
 * Starts the PostgreSQL that comes with Assay, with its files and its socket in `folder`, or joins the one that runs
 * there. Durable as any PostgreSQL (fsync on). After SIGKILL of everybody the server may still run; the next start
 * joins it. Linux only (flock, unix sockets). Errors: `misconfigured`, `database-unavailable`.
 */
export async function startEmbeddedPostgres(options: { readonly folder: string }): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  const files = filesIn(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const changing = await lockFile(files.changing, 'exclusive', CHANGE_SECONDS);
  try {
    const use = await lockFile(files.users, 'shared', CHANGE_SECONDS);
    try {
      const running = await findRunning(files, CHANGE_SECONDS);
      if (running) await prepareJoined(files, running);
      return holdOn(folder, files, use, running ?? (await startServer(folder, files)));
    } catch (error) {
      await use.release();
      throw error;
    }
  } finally {
    await changing.release();
  }
}

/** The server that runs in `folder` now, if one does. Does not hold it: it may end whenever its users do. */
export async function findEmbeddedPostgres(options: {
  readonly folder: string;
}): Promise<{ readonly url: string; readonly pid: number } | undefined> {
  return findRunning(filesIn(resolve(options.folder)), 0);
}

/** Whoever started it may have been killed before it was ready for others. */
async function prepareJoined(files: ServerFiles, running: ServerNote): Promise<void> {
  await createDatabase(running.socketFolder);
  await writeNote(files, running);
}

interface StartedServer extends ServerNote {
  readonly process: ChildProcess;
}

/** `socketFolder`: keeps the address of a server that is started again. */
async function startServer(
  folder: string,
  files: ServerFiles,
  socketFolder?: string,
): Promise<StartedServer> {
  const binaries = findBinaries();
  if (socketFolder === undefined) await dropNote(files);
  await linkLibraries(binaries, files.libraries);
  const account = await chooseAccount(folder, existsSync(files.data), binaries);
  const socket = socketFolder ?? (await socketFolderFor(folder));
  if (account.kind === 'account') await chown(socket, account.uid, account.gid);
  const plan = { binaries, account, files, socketFolder: socket };
  await createCluster(plan);
  const server = await runServer(plan);
  await createDatabase(socket);
  const note = { url: urlOf(socket, DATABASE_NAME), pid: server.pid ?? 0, socketFolder: socket };
  await writeNote(files, note);
  return { ...note, process: server };
}

function holdOn(
  folder: string,
  files: ServerFiles,
  use: FileLock,
  server: ServerNote | StartedServer,
): EmbeddedPostgres {
  const hold: Hold = { folder, files, revivals: 0 };
  if ('process' in server) watch(hold, server);
  const onExit = (): void => stopAtExit(files, use);
  process.once('exit', onExit);
  const close = (): Promise<void> => {
    hold.closing ??= letGo(files, use).finally(() => process.off('exit', onExit));
    return hold.closing;
  };
  const { url, pid } = server;
  return { url, pid, joined: !('process' in server), close, [Symbol.asyncDispose]: close };
}

interface Hold {
  readonly folder: string;
  readonly files: ServerFiles;
  revivals: number;
  closing?: Promise<void>;
}

/** A server that dies while it is held (killed for memory, say) is started again, at the same address. */
function watch(hold: Hold, server: StartedServer): void {
  server.process.once('exit', () => {
    if (hold.closing || ++hold.revivals > MOST_REVIVALS) return;
    // When it fails, every query says that the database cannot be reached, and the server's log says why.
    revive(hold, server.socketFolder).catch(() => undefined);
  });
}

async function revive(hold: Hold, socketFolder: string): Promise<void> {
  const changing = await lockFile(hold.files.changing, 'exclusive', CHANGE_SECONDS);
  try {
    if (hold.closing || readServer(hold.files)) return;
    watch(hold, await startServer(hold.folder, hold.files, socketFolder));
  } finally {
    await changing.release();
  }
}

async function letGo(files: ServerFiles, use: FileLock): Promise<void> {
  const changing = await lockFile(files.changing, 'exclusive', CHANGE_SECONDS);
  try {
    await use.release();
    if (!isUnlocked(files.users, 0)) return;
    // Not the one we started: that may have died and been replaced by another user.
    const server = readServer(files);
    if (server) await stopServer(server.pid, files);
    await dropNote(files);
  } finally {
    await changing.release();
  }
}

/** The process ends without having closed: nothing can be awaited any more, but the server need not be left behind. */
function stopAtExit(files: ServerFiles, use: FileLock): void {
  use.drop();
  const server = isUnlocked(files.users, 1) ? readServer(files) : undefined;
  if (server) process.kill(server.pid, 'SIGINT');
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one (recovery runs at the next start). */
async function stopServer(pid: number, files: ServerFiles): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
    for (const deadline = Date.now() + STOP_SECONDS * 1000; Date.now() < deadline; await wait(20)) {
      if (!isServer(pid, files)) return;
    }
  }
  throw new AssayError('database-unavailable', `The built-in PostgreSQL (process ${pid}) does not stop.`);
}
