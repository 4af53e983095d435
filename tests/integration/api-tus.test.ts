import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await openTestApi();
  key = await api.keyOf('North');
}, 60_000);
afterAll(() => api?.[Symbol.asyncDispose]());

const TUS = { 'Tus-Resumable': '1.0.0' };
const BYTES = { ...TUS, 'Content-Type': 'application/offset+octet-stream' };
const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const meta = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');

function tus(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Uint8Array,
  as = key,
) {
  return api.send(method, path, as, {
    headers: { ...TUS, ...headers },
    ...(body === undefined ? {} : { body: body as string }),
  });
}

async function begin(length: number, metadata: Record<string, string> = {}): Promise<string> {
  const said = meta(metadata);
  const headers = { 'Upload-Length': String(length), ...(said === '' ? {} : { 'Upload-Metadata': said }) };
  const made = await tus('POST', '/api/v1/uploads', headers);
  expect(made.status, made.text).toBe(201);
  return made.headers.get('location') as string;
}

const offsetOf = async (path: string) => (await tus('HEAD', path)).headers.get('upload-offset');
const files = () => readdir(join(api.folder, 'uploads'));

function submitUpload(path: string, extra: object = {}) {
  const exhibits = [{ upload: path.split('/').at(-1), ...extra }];
  return api.send('POST', '/api/v1/submissions', key, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exhibits }),
  });
}

describe('resumable uploads', () => {
  it('take a file in pieces from an ordinary tus client and become an exhibit, once', async () => {
    const bytes = randomBytes(3_000_000);
    const path = await new Promise<string>((resolve, reject) => {
      const upload: Upload = new Upload(bytes, {
        endpoint: `${api.url}/api/v1/uploads`,
        headers: { Authorization: `Bearer ${key}` },
        chunkSize: 1_000_000,
        metadata: { filename: 'vidéo.mp4', filetype: 'video/mp4', sha256: sha(bytes) },
        onSuccess: () => resolve(new URL(upload.url as string).pathname),
        onError: reject,
      });
      upload.start();
    });
    expect(await api.store.has(sha(bytes))).toBe(true);
    expect(await files()).toEqual([]);
    const submitted = await submitUpload(path);
    expect(submitted.status, submitted.text).toBe(201);
    expect(submitted.json.exhibits[0]).toMatchObject({ sha256: sha(bytes), claimedName: 'vidéo.mp4' });
    const again = await submitUpload(path);
    expect(again.status).toBe(409);
    expect(again.json.detail).toMatch(/submission already/);
  });

  it('go on where a broken connection left them', async () => {
    const bytes = randomBytes(500_000);
    const path = await begin(bytes.length, { sha256: sha(bytes) });
    await breakOff(path, bytes.subarray(0, 200_000), bytes.length);
    let offset = 0;
    for (let i = 0; i < 50 && offset === 0; i++) {
      await wait(20);
      offset = Number(await offsetOf(path));
    }
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(200_000);
    const rest = await tus(
      'PATCH',
      path,
      { ...BYTES, 'Upload-Offset': String(offset) },
      bytes.subarray(offset),
    );
    expect(rest.status, rest.text).toBe(204);
    expect(await api.store.has(sha(bytes))).toBe(true);
    expect(await offsetOf(path)).toBe('500000');
  });

  it('are discarded when the bytes are not those that were announced', async () => {
    const path = await begin(4, { filename: 'a', sha256: sha('good') });
    const done = await tus('PATCH', path, { ...BYTES, 'Upload-Offset': '0' }, 'evil');
    expect(done.status).toBe(422);
    expect(await api.store.has(sha('evil'))).toBe(false);
    expect((await tus('HEAD', path)).status).toBe(404);
    expect(await files()).toEqual([]);
  });

  it('of a crashed process are finished by the next question about them', async () => {
    const path = await begin(6, { filename: 'a' });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(api.folder, 'uploads', path.split('/').at(-1) as string), 'intact');
    expect((await submitUpload(path)).status).toBe(409);
    expect(await offsetOf(path)).toBe('6');
    expect((await submitUpload(path)).json.exhibits[0].sha256).toBe(sha('intact'));
  });

  it('can be begun with their bytes, given up, and cannot be given up once they are evidence', async () => {
    const made = await tus('POST', '/api/v1/uploads', { ...BYTES, 'Upload-Length': '3' }, 'abc');
    const path = made.headers.get('location') as string;
    expect(made.headers.get('upload-offset')).toBe('3');
    expect((await submitUpload(path)).status).toBe(201);
    expect((await tus('DELETE', path)).status).toBe(409);
    const other = await begin(10);
    expect((await tus('DELETE', other)).status).toBe(204);
    expect((await tus('HEAD', other)).status).toBe(404);
    expect(await files()).toEqual([]);
  });

  it('that were finished and given up leave the store at the next sweep, unless a submission has the same bytes', async () => {
    const text = (name: string) => `given up ${name}`;
    for (const name of ['alone', 'shared']) {
      const made = await tus(
        'POST',
        '/api/v1/uploads',
        { ...BYTES, 'Upload-Length': String(text(name).length) },
        text(name),
      );
      await tus('DELETE', made.headers.get('location') as string);
    }
    await api.submit(key, text('shared'));
    await api.sweep();
    expect(await api.store.has(sha(text('alone')))).toBe(false);
    expect(await api.store.has(sha(text('shared')))).toBe(true);
  });
});

describe('the tus protocol', () => {
  it('tells what it can do without a key', async () => {
    const answer = await api.send('OPTIONS', '/api/v1/uploads');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
    expect(answer.headers.get('tus-max-size')).toBe(String(16 * 1024 ** 2));
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers another version with 412 and its own', async () => {
    for (const headers of [{ 'Tus-Resumable': '0.2.2' }, { 'Tus-Resumable': '' }]) {
      const answer = await tus('POST', '/api/v1/uploads', { ...headers, 'Upload-Length': '1' });
      expect(answer.status).toBe(412);
      expect(answer.headers.get('tus-version')).toBe('1.0.0');
    }
  });

  it('answers another content type with 415 and a wrong offset with 409, changing nothing', async () => {
    const path = await begin(10);
    expect(
      (await tus('PATCH', path, { 'Content-Type': 'text/plain', 'Upload-Offset': '0' }, 'x')).status,
    ).toBe(415);
    expect((await tus('PATCH', path, { ...BYTES, 'Upload-Offset': '4' }, 'x')).status).toBe(409);
    expect((await tus('PATCH', path, { ...BYTES, 'Upload-Offset': '-1' }, 'x')).status).toBe(400);
    expect((await tus('PATCH', path, BYTES, 'x')).status).toBe(400);
    const head = await tus('HEAD', path);
    expect(head.headers.get('upload-offset')).toBe('0');
    expect(head.headers.get('upload-length')).toBe('10');
    expect(head.headers.get('cache-control')).toContain('no-store');
  });

  it('honours X-HTTP-Method-Override', async () => {
    const path = await begin(2);
    const patched = await tus(
      'POST',
      path,
      { ...BYTES, 'Upload-Offset': '0', 'X-HTTP-Method-Override': 'PATCH' },
      'ok',
    );
    expect(patched.status).toBe(204);
    expect((await tus('POST', path, { 'X-HTTP-Method-Override': 'PUT' })).status).toBe(405);
  });

  it('refuses lengths that are negative, missing, deferred, too large or no numbers', async () => {
    for (const length of ['-1', '', 'abc', '1e3', '99999999999999999999']) {
      expect((await tus('POST', '/api/v1/uploads', { 'Upload-Length': length })).status, length).toBe(400);
    }
    expect((await tus('POST', '/api/v1/uploads', { 'Upload-Defer-Length': '1' })).status).toBe(400);
    const huge = await tus('POST', '/api/v1/uploads', { 'Upload-Length': '999999999999' });
    expect(huge.status).toBe(413);
    expect(huge.headers.get('tus-max-size')).toBe(String(16 * 1024 ** 2));
  });

  it('refuses metadata that is oversized, not base64, or names no file and hash as they should be', async () => {
    const all = [
      `filename ${'A'.repeat(9000)}`,
      'filename !!!',
      'sha256 eHl6',
      meta({ filename: 'x'.repeat(2000) }),
      meta({ filename: 'a\0b' }),
      meta({ sha256: 'A'.repeat(64) }),
    ];
    for (const metadata of all) {
      const made = await tus('POST', '/api/v1/uploads', {
        'Upload-Length': '1',
        'Upload-Metadata': metadata,
      });
      expect(made.status, metadata.slice(0, 40)).toBe(400);
    }
    const crlf = await begin(1, { filename: 'a\r\nSet-Cookie: x=1' });
    const head = await tus('HEAD', crlf);
    expect(head.headers.get('set-cookie')).toBeNull();
    await tus('DELETE', crlf);
  });

  it('never sends more than was announced into a file', async () => {
    const path = await begin(4);
    const answer = await tus('PATCH', path, { ...BYTES, 'Upload-Offset': '0' }, 'too much');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(Number(await offsetOf(path))).toBeLessThanOrEqual(4);
  });

  it('answers a stranger as if there were nothing', async () => {
    const path = await begin(4);
    const stranger = await api.keyOf('South');
    const nowhere = path.replace(/[^/]+$/, '019aa000-0000-7000-8000-00000000dead');
    for (const method of ['HEAD', 'PATCH', 'DELETE'] as const) {
      const headers = { ...BYTES, 'Upload-Offset': '0' };
      const theirs = await tus(method, path, headers, method === 'PATCH' ? 'evil' : undefined, stranger);
      const nothing = await tus(method, nowhere, headers, method === 'PATCH' ? 'evil' : undefined, stranger);
      expect(theirs.status).toBe(404);
      expect(theirs.text).toBe(nothing.text);
      expect(theirs.headers.get('upload-offset')).toBeNull();
    }
    expect(await offsetOf(path)).toBe('0');
    for (const id of ['..%2f..%2fetc%2fpasswd', '%2e%2e', 'x', `${path.split('/').at(-1)}%00`]) {
      expect((await tus('HEAD', `/api/v1/uploads/${id}`)).status, id).toBeGreaterThanOrEqual(400);
    }
  });

  it('lets one of two writers at once through and keeps the bytes whole', async () => {
    const bytes = randomBytes(2_000_000);
    const path = await begin(bytes.length, { sha256: sha(bytes) });
    const send = () => tus('PATCH', path, { ...BYTES, 'Upload-Offset': '0' }, bytes).catch(() => undefined);
    await Promise.all([send(), send()]);
    const offset = Number(await offsetOf(path));
    if (offset < bytes.length) {
      const rest = await tus(
        'PATCH',
        path,
        { ...BYTES, 'Upload-Offset': String(offset) },
        bytes.subarray(offset),
      );
      expect(rest.status).toBe(204);
    }
    expect(await api.store.has(sha(bytes))).toBe(true);
  });
});

/** Sends the start of a PATCH and breaks the connection. */
async function breakOff(path: string, part: Uint8Array, length: number): Promise<void> {
  const { port } = new URL(api.url);
  const socket = connect(Number(port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const head = `PATCH ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\nTus-Resumable: 1.0.0\r\n`;
  socket.write(
    `${head}Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: ${length}\r\n\r\n`,
  );
  socket.write(part);
  await wait(150);
  socket.destroy();
}
