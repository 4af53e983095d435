import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A throw-away PostgreSQL server on 127.0.0.1. */
export interface TestPostgres extends AsyncDisposable {
  /** Of an empty database named `assay`. */
  readonly url: string;
  readonly port: number;
  /** Makes one more empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server: `fast` shuts down in order, `kill` is SIGKILL of all its processes. `start` brings it back. */
  stop(how?: 'fast' | 'kill'): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts Debian's PostgreSQL in a fresh folder; works as root (it then runs as `postgres`) and as a plain user. */
export async function startPostgres(options: { readonly durable?: boolean } = {}): Promise<TestPostgres> {
  const bin = serverFolder();
  const account = serverAccount();
  const folder = mkdtempSync(join(tmpdir(), 'assay-pg-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const initdb = ['-D', data, '-U', 'assay', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...account, cwd: folder, stdio: 'pipe' });

  let server: ChildProcess | undefined;
  const url = (name: string) => `postgresql://assay@127.0.0.1:${port}/${name}`;
  const start = async (): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: folder,
      fsync: options.durable ?? false,
    };
    const args = ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
    server = spawn(join(bin, 'postgres'), args, { ...account, cwd: folder, stdio: 'ignore' });
    await answers(url('postgres'), server);
  };
  const stop = async (how: 'fast' | 'kill' = 'fast'): Promise<void> => {
    const running = server;
    server = undefined;
    if (!running?.pid || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    if (how === 'fast') running.kill('SIGINT');
    else for (const pid of [running.pid, ...childrenOf(running.pid)]) killNow(pid);
    await gone;
  };
  const createDatabase = async (name: string): Promise<string> => {
    const client = new pg.Client({ connectionString: url('postgres') });
    await client.connect();
    await client.query(`create database ${pg.escapeIdentifier(name)}`);
    await client.end();
    return url(name);
  };
  const close = async (): Promise<void> => {
    await stop('kill');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
    await createDatabase('assay');
  } catch (error) {
    await close();
    throw error;
  }
  return { url: url('assay'), port, createDatabase, start, stop, close, [Symbol.asyncDispose]: close };
}

function serverFolder(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a)).map((v) => join(root, v, 'bin'))[0];
  if (newest && existsSync(join(newest, 'postgres'))) return newest;
  const found = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  if (found.status === 0) return found.stdout.trim();
  throw new Error('PostgreSQL is not installed: apt-get install postgresql');
}

/** PostgreSQL refuses to run as root, so root borrows Debian's own account for it. */
function serverAccount(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The server's own processes lead their own groups, so a group signal would miss them. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch {
      await wait(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error('postgres does not answer');
}

/** One that ended by itself meanwhile needs no killing. */
function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
