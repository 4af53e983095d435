import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AssayError } from '../../contract/index.ts';
import { DATABASE_NAME } from './create-cluster.ts';
import { canConnect, urlOf } from './run-server.ts';
import type { ServerFiles, ServerNote } from './server-files.ts';

/**
 * The server on these files, as PostgreSQL's own pid file names it. One that is still starting, recovering or stopping
 * is waited for. Errors: `database-unavailable` when it stays alive without answering.
 */
export async function findRunning(files: ServerFiles, waitSeconds: number): Promise<ServerNote | undefined> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    const server = readServer(files);
    if (!server) return undefined;
    if (await canConnect(urlOf(server.socketFolder, 'postgres'))) return server;
    if (Date.now() >= deadline) break;
    await wait(50);
  }
  if (waitSeconds === 0) return undefined;
  throw new AssayError(
    'database-unavailable',
    `The built-in PostgreSQL runs but does not answer; see ${files.log}.`,
  );
}

/** The live server on these files, answering or not. */
export function readServer(files: ServerFiles): ServerNote | undefined {
  const server = readPidFile(files);
  return server && isServer(server.pid, files) ? server : undefined;
}

/** Process numbers are used again, above all in containers: only a process on these very files is the server. */
export function isServer(pid: number, files: ServerFiles): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(files.data);
  } catch {
    return false;
  }
}

/** Lines of postmaster.pid (PostgreSQL, miscadmin.h): 1 process, 4 port, 5 socket folder. */
function readPidFile(files: ServerFiles): ServerNote | undefined {
  try {
    const lines = readFileSync(join(files.data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, socketFolder] = [Number(lines[0]), lines[4] ?? ''];
    if (!Number.isInteger(pid) || pid < 2 || socketFolder === '') return undefined;
    return { pid, socketFolder, url: urlOf(socketFolder, DATABASE_NAME) };
  } catch {
    return undefined;
  }
}
