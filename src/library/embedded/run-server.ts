import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AssayError } from '../../contract/index.ts';
import type { Binaries } from './find-binaries.ts';
import { commandFor, type ServerAccount } from './server-account.ts';
import type { ServerFiles } from './server-files.ts';

export interface ServerPlan {
  readonly binaries: Binaries;
  readonly account: ServerAccount;
  readonly files: ServerFiles;
  readonly socketFolder: string;
}

const START_SECONDS = 60;
const LARGEST_LOG = 10 * 1024 * 1024;

/** Safe and small: one machine, one service, nothing but the socket. The log holds no values. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '64MB',
  // /dev/shm is 64 MB in many containers, and parallel queries live there.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

export function urlOf(socketFolder: string, database: string): string {
  return `postgresql://assay@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

/** Starts postgres and resolves when it answers. Errors: `database-unavailable` with the end of its log. */
export async function runServer(plan: ServerPlan): Promise<ChildProcess> {
  await rotateLog(plan.files.log);
  const server = await spawnServer(plan);
  if (await answers(plan.socketFolder, server)) return server;
  throw new AssayError(
    'database-unavailable',
    `The built-in PostgreSQL does not start${server.exitCode === LOCKED ? ': its files are in use' : ''}. ` +
      `The end of ${plan.files.log}:\n${await logEnd(plan.files.log)}`,
  );
}

/** Exit code of flock when the lock stays taken. */
const LOCKED = 75;
/**
 * Once nobody serves these files any more (the processes of a killed server inherit its lock), a left-over pid file is
 * stale: its number may be another process's by now, which PostgreSQL would take for a running server.
 */
const UNDER_LOCK = 'rm -f "$1"; shift; exec "$@"';

async function spawnServer(plan: ServerPlan): Promise<ChildProcess> {
  const { binaries, account, files, socketFolder } = plan;
  const settings = { ...SETTINGS, unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"` };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const lock = [
    '--exclusive',
    '--timeout',
    '30',
    '--conflict-exit-code',
    String(LOCKED),
    '--no-fork',
    files.serving,
  ];
  const underLock = ['sh', '-c', UNDER_LOCK, 'sh', join(files.data, 'postmaster.pid')];
  const server = [binaries.postgres, '-D', files.data, ...flags];
  const { program, args, ids } = commandFor(account, 'flock', [...lock, ...underLock, ...server]);
  const log = await open(files.log, 'a', 0o600);
  try {
    const child = spawn(program, args, {
      ...ids,
      cwd: '/',
      env: environment(plan),
      stdio: ['ignore', log.fd, log.fd],
      // Ctrl-C in a terminal is for us; the database goes last.
      detached: true,
    });
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Nothing of our own environment but the path reaches the server. */
export function environment({ binaries, files }: ServerPlan): NodeJS.ProcessEnv {
  const libraries = `${files.libraries}:${join(binaries.native, 'lib')}`;
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: libraries };
}

async function answers(socketFolder: string, server: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return false;
    if (await canConnect(urlOf(socketFolder, 'postgres'))) return true;
    await wait(20);
  }
  return false;
}

export async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function rotateLog(log: string): Promise<void> {
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > LARGEST_LOG) await truncate(log, 0);
}

async function logEnd(log: string): Promise<string> {
  return (await readFile(log, 'utf8').catch(() => '')).slice(-1500);
}
