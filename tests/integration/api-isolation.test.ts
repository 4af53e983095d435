import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/api/operations.ts';
import { newId } from '../../src/library/index.ts';
import { openTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let north: string;
let south: string;
let theirs: Record<string, string>;

beforeAll(async () => {
  api = await openTestApi();
  north = await api.keyOf('North');
  south = await api.keyOf('South');
  theirs = await fill();
}, 60_000);
afterAll(() => api?.[Symbol.asyncDispose]());

/** One of everything that North can have, released to nobody else. */
async function fill(): Promise<Record<string, string>> {
  const { id, unit, exhibits } = await api.submit(north, 'what north found');
  const sha256 = exhibits[0]?.sha256 as string;
  const run = newId();
  const { kysely } = api.db;
  const spec = JSON.stringify({ bytes: 1, mediaTypes: [], config: null });
  const row = {
    id: run,
    unit_id: unit,
    cache_key: run,
    analyzer: 'x',
    version: '1.0.0',
    subject: sha256,
    spec,
    priority: 0,
  };
  await kysely
    .insertInto('runs')
    .values({ ...row, state: 'completed' })
    .execute();
  const stored = await api.store.put(chunk('evidence'), { maxBytes: 100 });
  const file = { run_id: run, evidence_id: 'shot', media_type: 'text/plain', caption: 'x' };
  await kysely
    .insertInto('evidence_files')
    .values({ ...file, ...stored })
    .execute();
  const released = await api.send(
    'POST',
    `/api/v1/submissions/${id}/releases`,
    north,
    json({
      conclusion: 'For ourselves only.',
      marking: 'red',
      audience: { kind: 'own' },
    }),
  );
  expect(released.status, released.text).toBe(201);
  const upload = await api.send('POST', '/api/v1/uploads', north, {
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '5' },
  });
  const key = await api.send('POST', '/api/v1/keys', north, json({ label: 'second', scopes: ['read'] }));
  const uploadId = upload.headers.get('location')?.split('/').at(-1) as string;
  return {
    id,
    sha256,
    other: sha256,
    run,
    evidence: 'shot',
    release: released.json.id,
    upload: uploadId,
    key: key.json.key.id,
    format: 'stix',
  };
}

async function* chunk(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

const random: Record<string, () => string> = {
  id: randomUUID,
  run: randomUUID,
  release: randomUUID,
  upload: randomUUID,
  key: randomUUID,
  sha256: () => randomBytes(32).toString('hex'),
  other: () => randomBytes(32).toString('hex'),
  evidence: () => 'shot',
  format: () => 'stix',
};

/** What `{id}` means under this path. */
function nameOf(path: string, parameter: string): string {
  if (parameter !== 'id') return parameter;
  return path.startsWith('/uploads') ? 'upload' : path.startsWith('/keys') ? 'key' : 'id';
}

function fillIn(path: string, value: (name: string) => string): string {
  return `/api/v1${path.replace(/\{(\w+)\}/g, (_whole, name: string) => value(nameOf(path, name)))}`;
}

function requestFor(operation: (typeof operations)[number]): RequestInit {
  if (operation.path.startsWith('/uploads')) {
    const headers = {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    };
    return { headers, ...(operation.method === 'patch' ? { body: 'evil!' } : {}) };
  }
  if (operation.id === 'release') return json({ conclusion: 'x', marking: 'red', audience: { kind: 'own' } });
  return {};
}

const parametrised = operations.filter((operation) => operation.path.includes('{'));

describe('a unit asking for what belongs to another', () => {
  for (const operation of parametrised) {
    const { method, path } = operation;
    it(`gets from ${method.toUpperCase()} ${path} exactly what it gets for nothing at all`, async () => {
      const ask = (url: string, key: string) =>
        api.send(method.toUpperCase(), url, key, requestFor(operation));
      const got = await ask(
        fillIn(path, (name) => theirs[name] as string),
        south,
      );
      const nothing = await ask(
        fillIn(path, (name) => (random[name] as () => string)()),
        south,
      );
      expect(nothing.status).toBe(404);
      expect(got.status).toBe(404);
      expect(sameless(got.text)).toBe(sameless(nothing.text));
      expect(headersOf(got.headers)).toEqual(headersOf(nothing.headers));
    });
  }

  it('changed nothing by asking', async () => {
    for (const operation of parametrised.filter(({ method }) => method === 'get' || method === 'head')) {
      const url = fillIn(operation.path, (name) => theirs[name] as string);
      // Streams, and evidence that was released: in api-examination.test.ts. Two apps: in compare.test.ts.
      if (['streamEvents', 'getReleasedEvidence', 'compareArtefacts'].includes(operation.id)) continue;
      const answer = await api.send(operation.method.toUpperCase(), url, north, requestFor(operation));
      expect(answer.status, operation.id).toBe(200);
    }
    const released = await api.send('GET', `/api/v1/library/${theirs['release']}`, north);
    expect(released.json.withdrawnAt).toBeNull();
    const keys = await api.send('GET', '/api/v1/keys', north);
    expect(keys.json.items.every((one: { revokedAt: unknown }) => one.revokedAt === null)).toBe(true);
  });

  it('finds nothing of it in any list', async () => {
    for (const path of [
      '/submissions',
      '/library',
      '/library?q=north',
      `/library?sha256=${theirs['sha256']}`,
    ]) {
      expect((await api.send('GET', `/api/v1${path}`, south)).json.items, path).toEqual([]);
    }
    expect((await api.send('GET', '/api/v1/keys', south)).text).not.toContain('second');
  });

  it('cannot tell from its own upload that another unit had the same bytes', async () => {
    const same = await api.submit(south, 'what north found');
    const fresh = await api.submit(south, 'what nobody has seen');
    const shape = (value: unknown) =>
      JSON.stringify(value).replace(/"[0-9a-f]{64}"|"[0-9a-f-]{36}"|"\d{4}-[^"]+Z"|"bytes":\d+/g, '*');
    expect(shape(same)).toBe(shape(fresh));
    const view = await api.send('GET', `/api/v1/artefacts/${theirs['sha256']}`, south);
    expect(view.json.exhibits).toHaveLength(1);
    expect(view.json.exhibits[0].submission).toBe(same.id);
    expect(view.json.runs).toEqual([]);
    const custody = await api.send('GET', `/api/v1/submissions/${same.id}/custody`, south);
    expect(custody.text).not.toContain('duplicate-received');
  });

  it('cannot submit an upload of another unit', async () => {
    const body = { exhibits: [{ upload: theirs['upload'] }] };
    const got = await api.send('POST', '/api/v1/submissions', south, json(body));
    const nothing = await api.send(
      'POST',
      '/api/v1/submissions',
      south,
      json({ exhibits: [{ upload: randomUUID() }] }),
    );
    expect([got.status, nothing.status]).toEqual([404, 404]);
  });
});

describe('a key that lacks a scope', () => {
  it('is refused in its own unit with 403, whatever it asks for', async () => {
    for (const operation of operations) {
      if (typeof operation.access === 'string') continue;
      const access = operation.access;
      const scopes = (['submit', 'read', 'review', 'admin'] as const).filter(
        (scope) => !access.includes(scope),
      );
      const key = await api.keyOf('North', scopes);
      const url = fillIn(operation.path, (name) => theirs[name] as string);
      const answer = await api.send(operation.method.toUpperCase(), url, key, requestFor(operation));
      expect(answer.status, operation.id).toBe(403);
    }
  });

  it('is no key at all for any operation once it is revoked', async () => {
    const made = await api.send('POST', '/api/v1/keys', north, json({ label: 'short', scopes: ['read'] }));
    await api.send('DELETE', `/api/v1/keys/${made.json.key.id}`, north);
    for (const operation of operations.filter(({ access }) => access !== 'public')) {
      const url = fillIn(operation.path, (name) => theirs[name] as string);
      const answer = await api.send(
        operation.method.toUpperCase(),
        url,
        made.json.secret,
        requestFor(operation),
      );
      expect([401, 429], operation.id).toContain(answer.status);
    }
  });
});

it('a stream of events ends soon after its key is revoked', async () => {
  const made = await api.send('POST', '/api/v1/keys', north, json({ label: 'gone soon', scopes: ['read'] }));
  const { id } = await api.submit(north, 'followed');
  // Beyond the last event, so that the stream waits for more and does not end by itself.
  const headers = { authorization: `Bearer ${made.json.secret}`, 'last-event-id': '1000' };
  const stream = await fetch(`${api.url}/api/v1/submissions/${id}/events`, { headers });
  expect(stream.status).toBe(200);
  await api.send('DELETE', `/api/v1/keys/${made.json.key.id}`, north);
  expect(await stream.text()).toMatch(/^retry: /);
}, 12_000);

describe('what was released to a unit', () => {
  it('can be read and exported by it, without the case reference, and is withdrawn for all', async () => {
    const { id } = await api.submit(north, 'for everyone', {
      marking: 'green',
      caseReference: 'CASE-SECRET',
      note: 'of a victim',
    });
    const made = await api.send(
      'POST',
      `/api/v1/submissions/${id}/releases`,
      north,
      json({
        conclusion: 'A harmless text.',
        marking: 'green',
        audience: { kind: 'everyone' },
      }),
    );
    expect(made.status, made.text).toBe(201);
    const seen = await api.send('GET', '/api/v1/library?q=harmless', south);
    expect(seen.json.items).toHaveLength(1);
    const path = `/api/v1/library/${made.json.id}`;
    const read = await api.send('GET', path, south);
    expect(read.text).not.toContain('CASE-SECRET');
    for (const format of ['stix', 'misp', 'csv']) {
      const file = await api.send('GET', `${path}/exports/${format}`, south);
      expect(file.status).toBe(200);
      expect(file.text).not.toContain('CASE-SECRET');
      expect(file.text).not.toContain('of a victim');
    }
    expect((await api.send('POST', `${path}/withdraw`, south)).status).toBe(404);
    expect((await api.send('POST', `${path}/withdraw`, north)).status).toBe(200);
    expect((await api.send('GET', '/api/v1/library', south)).json.items).toEqual([]);
    const custody = await api.send('GET', `/api/v1/submissions/${id}/custody`, north);
    const events = custody.json.items.map((line: { event: string }) => line.event);
    expect(events).toEqual(expect.arrayContaining(['released', 'exported', 'withdrawn']));
  });

  it('is never marked wider than it was received, and the refusal stands in the log', async () => {
    const { id } = await api.submit(north, 'strict', { marking: 'red' });
    const wider = await api.send(
      'POST',
      `/api/v1/submissions/${id}/releases`,
      north,
      json({
        conclusion: 'x',
        marking: 'clear',
        audience: { kind: 'everyone' },
      }),
    );
    expect(wider.status).toBe(403);
    expect(wider.json.detail).toContain('TLP:RED');
    const line = api.logLines.find((text) => text.includes(wider.json.instance));
    expect(JSON.parse(line as string)).toMatchObject({
      operation: 'release',
      status: 403,
      code: 'forbidden',
    });
  });
});

describe('originals', () => {
  it('leave only wrapped, and not before the custody log says so', async () => {
    const { id, exhibits } = await api.submit(north, 'MZ evil program');
    const sha256 = exhibits[0]?.sha256 as string;
    for (const format of ['zip', 'cart'] as const) {
      const url = `${api.url}/api/v1/artefacts/${sha256}/download?format=${format}&purpose=second+opinion`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${north}` } });
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${sha256}.${format}"`);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.subarray(0, 4).toString('latin1')).toBe(format === 'zip' ? 'PK\u0003\u0004' : 'CART');
      expect(bytes.includes('MZ evil program')).toBe(false);
    }
    const lines = await api.db.kysely
      .selectFrom('custody')
      .select('line')
      .where('sha256', '=', sha256)
      .execute();
    expect(
      lines.filter(({ line }) => line.includes('"accessed"') && line.includes('second opinion')),
    ).toHaveLength(2);
    expect(id).toBeDefined();
  });

  it('that are gone from the store are not said to have been handed out', async () => {
    const { exhibits } = await api.submit(north, 'lost bytes');
    const sha256 = exhibits[0]?.sha256 as string;
    expect(sha256).toBe(createHash('sha256').update('lost bytes').digest('hex'));
    await api.store.remove(sha256);
    const answer = await api.send('GET', `/api/v1/artefacts/${sha256}/download`, north);
    expect(answer.status).toBe(404);
    const lines = await api.db.kysely
      .selectFrom('custody')
      .select('line')
      .where('sha256', '=', sha256)
      .execute();
    expect(lines.some(({ line }) => line.includes('"accessed"'))).toBe(false);
  });
});

/** Without what names the request itself. */
function sameless(text: string): string {
  return text.replace(/"instance":"[^"]+"/, '').replace(/[0-9a-f-]{36}/g, '*');
}

function headersOf(headers: Headers): Record<string, string> {
  const own = new Set(['x-request-id', 'date', 'ratelimit', 'content-length']);
  return Object.fromEntries([...headers].filter(([name]) => !own.has(name)));
}

function json(body: unknown): RequestInit {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
