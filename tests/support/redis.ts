import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A throw-away Redis on 127.0.0.1 that keeps an append-only file. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  stop(how?: 'fast' | 'kill'): Promise<void>;
  /** Starts it again, with its data or with none. */
  start(options?: { readonly empty?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Starts Debian's redis-server in a fresh folder. */
export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-redis-'));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async (options: { readonly empty?: boolean } = {}): Promise<void> => {
    if (options.empty) await rm(join(folder, 'appendonlydir'), { recursive: true, force: true });
    const settings = {
      port,
      bind: '127.0.0.1',
      dir: folder,
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
      'maxmemory-policy': 'noeviction',
    };
    const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
    server = spawn('redis-server', args, { stdio: 'ignore' });
    await answers(port, server);
  };
  const stop = async (how: 'fast' | 'kill' = 'fast'): Promise<void> => {
    const running = server;
    server = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
    await gone;
  };
  const close = async (): Promise<void> => {
    await stop('kill');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, port, start, stop, close, [Symbol.asyncDispose]: close };
}

async function answers(port: number, server: ChildProcess): Promise<void> {
  let failed: Error | undefined;
  server.once('error', (error) => {
    failed = error;
  });
  for (let attempt = 0; attempt < 200; attempt++) {
    if (failed)
      throw new Error('redis-server is not installed: apt-get install redis-server', { cause: failed });
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`);
    if (await pings(port)) return;
    await wait(25);
  }
  throw new Error('redis-server does not answer');
}

function pings(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (answer) => {
      resolve(answer.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
