import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey, createUnit, verifyCustody } from '../../src/library/index.ts';
import { openDiskStore } from '../../src/storage/index.ts';
import { everything, formOf } from '../support/api.ts';
import { Opened, testFolder } from '../support/examination.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';

const opened = new Opened();
let database: TestDatabase;
let folder: string;
let key: string;
let child: ChildProcess | undefined;
let port: number;

beforeAll(async () => {
  folder = opened.use(testFolder()).path;
  database = opened.use(await openTestDatabase());
  const { id } = await createUnit(database.db.kysely, { name: 'North' });
  key = (await createKey(database.db.kysely, { unit: id, label: 'test', scopes: everything })).secret;
  await start();
}, 60_000);
afterAll(async () => {
  await kill();
  await opened[Symbol.asyncDispose]();
});

async function start(): Promise<void> {
  const script = fileURLToPath(new URL('../support/api-process.ts', import.meta.url));
  const args = ['--import', 'tsx', script, database.server.url, folder];
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  port = await new Promise((resolve, reject) => {
    started.once('exit', () => reject(new Error('the api process ended')));
    started.stdout.once('data', (line) => resolve(Number(line)));
  });
}

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => child?.once('exit', resolve));
  if (child?.kill('SIGKILL')) await gone;
}

/** Sends the head of a request and a part of its body, and leaves it at that. */
async function sendPart(head: readonly string[], part: Uint8Array): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(`${[...head, 'Host: localhost', `Authorization: Bearer ${key}`].join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.write(part, resolve));
  return socket;
}

function files(name: string): string[] {
  const all = readdirSync(join(folder, name), { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

const send = (method: string, path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    ...init,
    method,
    headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${key}` },
  });

describe('killing the service in the middle of an upload', () => {
  it('leaves no submission, no bytes, and a store that is clean after the next start', async () => {
    const head = [
      'POST /api/v1/submissions HTTP/1.1',
      'Content-Type: multipart/form-data; boundary=B',
      'Content-Length: 90000000',
    ];
    const part = Buffer.from('--B\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n');
    await sendPart(head, Buffer.concat([part, randomBytes(5_000_000)]));
    for (let i = 0; i < 200 && files('store').length === 0; i++) await wait(20);
    expect(files('store').length).toBeGreaterThan(0);
    await kill();
    await start();
    expect(files('store')).toEqual([]);
    expect(((await (await send('GET', '/api/v1/submissions')).json()) as { items: [] }).items).toEqual([]);
  });

  it('loses nothing of a resumable upload, which goes on and becomes evidence with the right hash', async () => {
    const bytes = randomBytes(6_000_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`;
    const tus = { 'Tus-Resumable': '1.0.0' };
    const begun = await send('POST', '/api/v1/uploads', {
      headers: { ...tus, 'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata },
    });
    const path = begun.headers.get('location') as string;
    const head = [
      `PATCH ${path} HTTP/1.1`,
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      `Content-Length: ${bytes.length}`,
    ];
    await sendPart([...head, 'Content-Type: application/offset+octet-stream'], bytes.subarray(0, 4_000_000));
    await wait(300);
    await kill();
    await start();
    const offset = Number((await send('HEAD', path, { headers: tus })).headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThan(bytes.length);
    const rest = await send('PATCH', path, {
      headers: { ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
      body: bytes.subarray(offset),
    });
    expect(rest.status).toBe(204);
    const body = JSON.stringify({ exhibits: [{ upload: path.split('/').at(-1) }] });
    const made = await send('POST', '/api/v1/submissions', {
      headers: { 'content-type': 'application/json' },
      body,
    });
    const submission = (await made.json()) as { exhibits: { sha256: string }[]; state: string };
    expect(submission).toMatchObject({ state: 'reported', exhibits: [{ sha256 }] });
    expect(await (await openDiskStore({ folder: join(folder, 'store') })).has(sha256)).toBe(true);
  });

  it('keeps every submission that was acknowledged, and custody whole', async () => {
    const acknowledged: string[] = [];
    const sending = Array.from({ length: 30 }, async (_, index) => {
      const answer = await send('POST', '/api/v1/submissions', { body: formOf({ a: `file ${index}` }) });
      acknowledged.push(((await answer.json()) as { id: string }).id);
      if (acknowledged.length === 10) child?.kill('SIGKILL');
    });
    await Promise.allSettled(sending);
    expect(acknowledged.length).toBeGreaterThanOrEqual(10);
    await start();
    for (const id of acknowledged)
      expect((await send('GET', `/api/v1/submissions/${id}/report`)).status).toBe(200);
    expect((await verifyCustody(database.db)).whole).toBe(true);
  });
});
