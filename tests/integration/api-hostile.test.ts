import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDiskStore } from '../../src/storage/index.ts';
import { formOf, openTestApi, type TestApi } from '../support/api.ts';
import { testFolder } from '../support/examination.ts';

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await openTestApi();
  key = await api.keyOf('North');
}, 60_000);
afterAll(() => api?.[Symbol.asyncDispose]());

const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const LINE = '\r\n';

/** Sends bytes as they are and gives the status line, or `closed`. */
function raw(bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    let text = '';
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text.split(LINE)[0] || 'closed'));
    socket.write(bytes);
  });
}

function multipart(body: string | Buffer, type = 'multipart/form-data; boundary=B', length?: number): Buffer {
  const bytes = Buffer.from(body);
  const head = [
    'POST /api/v1/submissions HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${key}`,
    `Content-Type: ${type}`,
    `Content-Length: ${length ?? bytes.length}`,
  ];
  return Buffer.concat([Buffer.from(head.join(LINE) + LINE + LINE), bytes]);
}

const part = (headers: string, body: string) => `--B${LINE}${headers}${LINE}${LINE}${body}${LINE}`;
const filePart = part('Content-Disposition: form-data; name="file"; filename="a"', 'bytes');

async function stored(): Promise<number> {
  return readdirSync(join(api.folder, 'store'), { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  ).length;
}

function postJson(path: string, body: string | Uint8Array) {
  const headers = { 'content-type': 'application/json' };
  return api.send('POST', path, key, { headers, body: body as string });
}

describe('a hostile form', () => {
  const refused: Record<string, Buffer | (() => Buffer)> = {
    'no boundary': () => multipart(`${filePart}--B--`, 'multipart/form-data'),
    'an empty boundary': () => multipart(`${filePart}--B--`, 'multipart/form-data; boundary=""'),
    'another boundary': () => multipart(`${filePart}--B--`, 'multipart/form-data; boundary=other'),
    'an endless boundary': () => multipart(filePart, `multipart/form-data; boundary=${'b'.repeat(500)}`),
    'no end': () => multipart(filePart),
    'an empty field name': () => multipart(`${part('Content-Disposition: form-data; name=""', 'x')}--B--`),
    'no field name': () => multipart(`${part('Content-Disposition: form-data', 'x')}--B--`),
    'no headers': () => multipart(`--B${LINE}${LINE}x${LINE}--B--`),
    'a header without a name': () => multipart(`${part(': x', 'x')}--B--`),
    'a malformed disposition': () =>
      multipart(`${part('Content-Disposition: form-data; name="file', 'x')}--B--`),
    'two dispositions': () =>
      multipart(
        `${part(`Content-Disposition: form-data; name="a"${LINE}Content-Disposition: form-data; name="b"`, 'x')}--B--`,
      ),
    'a bare line feed in a name': () =>
      multipart(`${part('Content-Disposition: form-data; name="fi\nle"', 'x')}--B--`),
    'a base64 body': () =>
      multipart(
        `${part(`Content-Disposition: form-data; name="file"; filename="a"${LINE}Content-Transfer-Encoding: base64`, 'eA==')}--B--`,
      ),
    'a part that is no form data': () =>
      multipart(`${part('Content-Disposition: attachment; name="file"', 'x')}--B--`),
    'bytes after its end': () => multipart(`${filePart}--B--${'x'.repeat(5000)}`),
    'bytes before its start': () => multipart(`${'x'.repeat(5000)}${filePart}--B--`),
    'a name that is endless': () =>
      multipart(
        `${part(`Content-Disposition: form-data; name="file"; filename="${'a'.repeat(20_000)}"`, 'x')}--B--`,
      ),
    'headers without end': () => multipart(`--B${LINE}X: ${'y'.repeat(200_000)}`),
    'a field that is too large': () =>
      multipart(`${part('Content-Disposition: form-data; name="note"', 'n'.repeat(100_000))}--B--`),
    'a password that holds NUL': () =>
      multipart(`${part('Content-Disposition: form-data; name="archivePassword"', 'a\0b')}${filePart}--B--`),
    'a field named like what every object has': () =>
      multipart(`${part('Content-Disposition: form-data; name="constructor"', 'x')}${filePart}--B--`),
    '100 000 fields': () =>
      multipart(`${part('Content-Disposition: form-data; name="file.marking"', 'red').repeat(100_000)}--B--`),
    'too many files': () => multipart(`${filePart.repeat(21)}--B--`),
  };
  for (const [what, bytes] of Object.entries(refused)) {
    it(`with ${what} is refused and the service lives`, async () => {
      expect(await raw(typeof bytes === 'function' ? bytes() : bytes)).toMatch(/^HTTP\/1\.1 4(00|13|15|22) /);
      expect((await api.send('GET', '/healthz')).status).toBe(200);
    });
  }

  it('is told of an unknown field by its name, whatever that name means to JavaScript', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'colour']) {
      const body = new FormData();
      body.append(name, 'x');
      body.append('file', new Blob(['x']), 'x.txt');
      const answer = await api.send('POST', '/api/v1/submissions', key, { body });
      expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, `/${name}`]);
    }
  });

  it('keeps a traversal name as a claim and writes nowhere but in the store', async () => {
    for (const name of [
      '../../../../tmp/x',
      'C:\\\\windows\\\\x',
      '/etc/passwd',
      '\u202egpj.exe',
      'a'.repeat(1000),
    ]) {
      const body = `${part(`Content-Disposition: form-data; name="file"; filename="${name}"`, name)}--B--`;
      expect(await raw(multipart(body))).toMatch(/ 201 /);
    }
    const names = await readdir(join(api.folder, 'store'));
    expect(names.every((name) => !name.includes('windows'))).toBe(true);
  });

  it('from a browser in which no file was chosen holds no file', async () => {
    const none = part('Content-Disposition: form-data; name="file"; filename=""', '');
    expect(await raw(multipart(`${none}--B--`))).toMatch(/ 422 /);
    const unnamed = part('Content-Disposition: form-data; name="file"; filename=""', 'has bytes');
    expect(await raw(multipart(`${none}${unnamed}--B--`))).toMatch(/ 201 /);
    expect(await api.store.has(sha('has bytes'))).toBe(true);
  });

  it('whose boundary is spread over chunks arrives whole', async () => {
    const { request } = await import('node:http');
    const bytes = randomBytes(100_000);
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'multipart/form-data; boundary=B' };
    const whole = Buffer.concat([
      Buffer.from(`--B${LINE}Content-Disposition: form-data; name="file"; filename="a"${LINE}${LINE}`),
      bytes,
      Buffer.from(`${LINE}--${LINE}--X${LINE}--B--${LINE}`),
    ]);
    const status = await new Promise((resolve, reject) => {
      const req = request(`${api.url}/api/v1/submissions`, { method: 'POST', headers }, (res) =>
        resolve(res.resume().statusCode),
      );
      req.on('error', reject);
      const send = async () => {
        for (let at = 0; at < whole.length; at += at > 99_000 ? 1 : 997) {
          req.write(whole.subarray(at, at > 99_000 ? at + 1 : Math.min(at + 997, whole.length)));
          if (at % 5 === 0) await wait(0);
        }
        req.end();
      };
      void send();
    });
    expect(status).toBe(201);
    expect(await api.store.has(sha(Buffer.concat([bytes, Buffer.from(`${LINE}--${LINE}--X`)])))).toBe(true);
  });
});

describe('senders that break off', () => {
  it('leave no bytes, files or descriptors behind, 300 times over', async () => {
    const before = await stored();
    const descriptors = () => readdirSync('/proc/self/fd').length;
    await breakOff(5);
    const fds = descriptors();
    for (let round = 0; round < 15; round++) await breakOff(20);
    for (let i = 0; i < 100 && (await stored()) > before; i++) await wait(20);
    expect(await stored()).toBe(before);
    expect(descriptors()).toBeLessThan(fds + 20);
  }, 60_000);

  async function breakOff(times: number): Promise<void> {
    const start = `--B${LINE}Content-Disposition: form-data; name="file"; filename="a"${LINE}${LINE}`;
    const one = () =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
        socket.write(multipart(start + randomBytes(50_000).toString('hex'), undefined, 10_000_000), () =>
          setTimeout(() => socket.destroy(), 10),
        );
      });
    await Promise.all(Array.from({ length: times }, one));
  }

  it('after a complete file leave it only until the next sweep after its hour', async () => {
    const text = `first of two ${Math.random()}`;
    const body = part('Content-Disposition: form-data; name="file"; filename="a"', text);
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(multipart(`${body}--B${LINE}`, undefined, 1_000_000));
    for (let i = 0; i < 100 && !(await api.store.has(sha(text))); i++) await wait(20);
    socket.destroy();
    for (let i = 0; i < 100 && (await rowsOf(sha(text))) === 0; i++) await wait(20);
    expect(await rowsOf(sha(text))).toBe(1);
    await api.sweep();
    expect(await api.store.has(sha(text))).toBe(true);
    await api.db.kysely
      .updateTable('uploads')
      .set({ expires_at: new Date(0) })
      .where('sha256', '=', sha(text))
      .execute();
    await api.sweep();
    expect(await api.store.has(sha(text))).toBe(false);
    expect(await rowsOf(sha(text))).toBe(0);
  });

  async function rowsOf(sha256: string): Promise<number> {
    return (await api.db.kysely.selectFrom('uploads').select('id').where('sha256', '=', sha256).execute())
      .length;
  }
});

describe('hostile JSON', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const bodies: Record<string, string | Uint8Array> = {
    'nested 100 000 deep': `{"label":${nested(100_000)},"scopes":["read"]}`,
    'with a number beyond a double': '{"label":"x","scopes":["read"],"priorityCap":1e400}',
    'with a key twice': '{"label":"x","scopes":["read"],"scopes":["admin"]}',
    'with a key twice, once escaped': '{"label":"x","scopes":["read"],"scop\\u0065s":["admin"]}',
    'with __proto__': '{"label":"x","scopes":["read"],"__proto__":{"admin":true}}',
    'with a byte order mark': '\ufeff{"label":"x","scopes":["read"]}',
    'with a lone surrogate': '{"label":"\\ud800","scopes":["read"]}',
    'with NUL': '{"label":"a\\u0000b","scopes":["read"]}',
    'that is not UTF-8': Buffer.from('7b226c6162656c223a22ff227d', 'hex'),
    'that is cut off': '{"label":"x",',
    'that is empty': '',
    'with an unknown member': '{"label":"x","scopes":["read"],"unit":"other"}',
    'of the wrong kind': '[]',
  };
  for (const [what, body] of Object.entries(bodies)) {
    it(`${what} is refused`, async () => {
      const answer = await postJson('/api/v1/keys', body);
      expect([400, 422], answer.text).toContain(answer.status);
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    });
  }

  it('of 100 MB is refused before it is read', async () => {
    const head = `POST /api/v1/keys HTTP/1.1${LINE}Host: localhost${LINE}Authorization: Bearer ${key}${LINE}`;
    const announced = `Content-Type: application/json${LINE}Content-Length: 104857600${LINE}${LINE}`;
    expect(await raw(`${head}${announced}{`)).toMatch(/ 413 /);
    const chunked = `Content-Type: application/json${LINE}Transfer-Encoding: chunked${LINE}${LINE}`;
    expect(await raw(`${head}${chunked}200000${LINE}${'1'.repeat(0x200000)}${LINE}`)).toMatch(/ 413 /);
  });
});

describe('hostile addresses and headers', () => {
  it('a hash that is no hash is refused', async () => {
    for (const hash of [
      '..%2f..%2fx',
      'A'.repeat(64),
      'a'.repeat(63),
      'a'.repeat(65),
      `${'a'.repeat(64)}%00`,
    ]) {
      expect((await api.send('GET', `/api/v1/artefacts/${hash}`, key)).status, hash).toBe(400);
      expect((await api.send('GET', `/api/v1/artefacts/${hash}/download`, key)).status, hash).toBe(400);
    }
  });

  it('an address that cannot be decoded, or names another server, is refused', async () => {
    const get = (target: string) =>
      `GET ${target} HTTP/1.1${LINE}Host: localhost${LINE}Authorization: Bearer ${key}${LINE}${LINE}`;
    expect(await raw(get('/api/v1/submissions/%ff'))).toMatch(/ 400 /);
    expect(await raw(get('/api/v1/submissions/%'))).toMatch(/ 400 /);
    expect(await raw(get('http://evil.example/healthz'))).toMatch(/ 400 /);
    expect(await raw(get('//evil.example/api/v1/submissions'))).toMatch(/ 404 /);
    expect(await raw(get(`/${'a'.repeat(100_000)}`))).toMatch(/ 431 |closed/);
  });

  it('a key that is no key is refused alike, and too many of them are slowed', async () => {
    const made = `assay_${randomBytes(32).toString('base64url')}`;
    const texts = new Set<string>();
    for (const bad of [made, 'x', `${key}x`, key.slice(0, -1), `${key.slice(0, -1)}!`]) {
      const answer = await fetch(`${api.url}/api/v1/submissions`, {
        headers: { authorization: `Bearer ${bad}` },
      });
      expect(answer.status).toBe(401);
      texts.add(((await answer.json()) as { detail: string }).detail);
    }
    expect(texts.size).toBe(1);
    let last = 0;
    for (let i = 0; i < 40; i++) last = (await api.send('GET', '/api/v1/submissions', made)).status;
    expect(last).toBe(429);
    expect((await api.send('GET', '/api/v1/submissions', key)).status).toBe(200);
  });

  it('an Idempotency-Key with control characters or without end is refused', async () => {
    for (const bad of ['', '"', '"a', 'x'.repeat(300), '"\\u0000"']) {
      const headers = { 'Idempotency-Key': bad };
      const answer = await api.send('POST', '/api/v1/submissions', key, {
        headers,
        body: formOf({ a: 'idem' }),
      });
      expect(answer.status, bad).toBe(400);
    }
  });
});

it('slows one key down without slowing the others, and says for how long', async () => {
  await using slow = await openTestApi({
    limits: { maxUploadBytes: 1e6, maxFiles: 2, requestsPerMinute: 5 },
  });
  const [one, other] = [await slow.keyOf('North'), await slow.keyOf('North')];
  for (let i = 0; i < 5; i++) expect((await slow.send('GET', '/api/v1/submissions', one)).status).toBe(200);
  const refused = await slow.send('GET', '/api/v1/submissions', one);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/);
  expect((await slow.send('GET', '/api/v1/submissions', other)).status).toBe(200);
});

it.runIf(userInfo().uid === 0)(
  'says that storage is full, keeps nothing, and goes on when there is room',
  async () => {
    await using folder = testFolder();
    const disk = join(folder.path, 'small');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    try {
      const store = await openDiskStore({ folder: join(disk, 'store') });
      await using full = await openTestApi({ store });
      const who = await full.keyOf('North');
      const big = formOf({ 'big.bin': randomBytes(2_500_000).toString('latin1') });
      const answer = await full.send('POST', '/api/v1/submissions', who, { body: big });
      expect(answer.status).toBe(507);
      expect(answer.json.type).toBe('/problems/storage-full');
      expect((await full.send('GET', '/api/v1/submissions', who)).json.items).toEqual([]);
      const left = readdirSync(disk, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      expect(left.map((entry) => entry.name)).toEqual([]);
      expect((await full.submit(who, 'small enough')).state).toBe('reported');
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  },
);
