import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formOf, openTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await openTestApi();
  key = await api.keyOf('North');
}, 60_000);
afterAll(() => api?.[Symbol.asyncDispose]());

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('submitting', () => {
  it('acknowledges a form with several files, each with its own name and marking', async () => {
    const form = new FormData();
    form.append('caseReference', 'CASE-1');
    form.append('marking', 'green');
    form.append('priority', '3');
    form.append('file', new Blob(['one']), 'ein Bild ü.png');
    form.append('file.sha256', sha('two'));
    form.append('file.marking', 'red');
    form.append('file', new Blob(['two']), '../../etc/passwd');
    const answer = await api.send('POST', '/api/v1/submissions', key, { body: form });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/v1/submissions/${answer.json.id}`);
    expect(answer.json).toMatchObject({ caseReference: 'CASE-1', marking: 'green', priority: 3 });
    expect(answer.json.exhibits).toMatchObject([
      { sha256: sha('one'), claimedName: 'ein Bild ü.png', marking: 'green', bytes: 3 },
      { sha256: sha('two'), claimedName: '../../etc/passwd', marking: 'red', bytes: 3 },
    ]);
    expect(await api.store.has(sha('two'))).toBe(true);
  });

  it('marks a submission AMBER+STRICT when nobody says, and says that nobody said', async () => {
    const submission = await api.submit(key, 'unmarked');
    expect(submission).toMatchObject({ marking: 'amber+strict', markingIsDefault: true });
  });

  it('refuses bytes that are not those that were announced, and keeps nothing', async () => {
    const answer = await api.send('POST', '/api/v1/submissions', key, {
      body: formOf({ 'a.txt': 'damaged on the way' }, { 'file.sha256': sha('as it was') }),
    });
    expect(answer.status).toBe(422);
    expect(answer.json.type).toBe('/problems/hash-mismatch');
    expect(await api.store.has(sha('damaged on the way'))).toBe(false);
  });

  it('names each unacceptable field by a JSON pointer', async () => {
    const answer = await api.send('POST', '/api/v1/submissions', key, {
      body: formOf({ 'a.txt': 'x' }, { marking: 'purple', caseReference: 'a\u0007b' }),
    });
    expect(answer.status).toBe(422);
    expect(answer.json.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual([
      '/caseReference',
      '/marking',
    ]);
  });

  it('refuses a field it does not know rather than ignoring what the sender meant', async () => {
    const answer = await api.send('POST', '/api/v1/submissions', key, {
      body: formOf({ 'a.txt': 'x' }, { markings: 'red' }),
    });
    expect(answer.status).toBe(400);
    expect(answer.json.errors[0].pointer).toBe('/markings');
  });

  it('refuses a form without a file', async () => {
    const answer = await api.send('POST', '/api/v1/submissions', key, {
      body: formOf({}, { note: 'nothing' }),
    });
    expect(answer.status).toBe(422);
  });

  it('refuses a file that is too large while it arrives, and keeps nothing', async () => {
    const answer = await api.send('POST', '/api/v1/submissions', key, {
      body: formOf({ 'big.bin': 'x'.repeat(17 * 1024 ** 2) }),
    });
    expect(answer.status).toBe(413);
    expect(answer.json.detail).toMatch(/16777216|16/);
    expect(await api.store.has(sha('x'.repeat(17 * 1024 ** 2)))).toBe(false);
  });
});

describe('one effect per Idempotency-Key', () => {
  it('makes one submission of 50 equal requests at once', async () => {
    const post = () =>
      api.send('POST', '/api/v1/submissions', key, {
        headers: { 'Idempotency-Key': '"fifty"' },
        body: formOf({ 'a.txt': 'fifty at once' }, { caseReference: 'FIFTY' }),
      });
    const answers = await Promise.all(Array.from({ length: 50 }, post));
    const made = answers.filter((answer) => answer.status === 201);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(made.map((answer) => answer.json.id)).size).toBe(1);
    const list = await api.send('GET', '/api/v1/submissions?caseReference=FIFTY', key);
    expect(list.json.items).toHaveLength(1);
    const again = await post();
    expect(again.json).toEqual(made[0]?.json);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(`/api/v1/submissions/${again.json.id}`);
  });

  it('refuses the same key for another request', async () => {
    const post = (text: string) =>
      api.send('POST', '/api/v1/submissions', key, {
        headers: { 'Idempotency-Key': 'bare-key' },
        body: formOf({ 'a.txt': text }),
      });
    expect((await post('first')).status).toBe(201);
    const second = await post('second');
    expect(second.status).toBe(422);
    expect(second.json.type).toBe('/problems/idempotency-key-reused');
  });

  it('keeps the keys of two units apart', async () => {
    const other = await api.keyOf('South');
    const post = (who: string) =>
      api.send('POST', '/api/v1/submissions', who, {
        headers: { 'Idempotency-Key': '"shared"' },
        body: formOf({ 'a.txt': 'shared words' }),
      });
    const [mine, theirs] = [await post(key), await post(other)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.json.id).not.toBe(theirs.json.id);
  });

  it('does not do a cancel twice', async () => {
    const { id } = await api.submit(key, 'already reported');
    const headers = { 'Idempotency-Key': '"cancel-1"' };
    const first = await api.send('POST', `/api/v1/submissions/${id}/cancel`, key, { headers });
    expect(first.status).toBe(409);
    const again = await api.send('POST', `/api/v1/submissions/${id}/reanalyse`, key, { headers });
    expect(again.status).toBe(202);
    const replay = await api.send('POST', `/api/v1/submissions/${id}/reanalyse`, key, { headers });
    expect(replay.json).toEqual(again.json);
    expect((await api.send('GET', `/api/v1/submissions/${id}`, key)).json.revision).toBe(2);
  });
});

describe('lists', () => {
  it('pages through every submission once, newest first', async () => {
    const mine = await api.keyOf('Pages');
    for (let i = 0; i < 5; i++) await api.submit(mine, `page ${i}`, { marking: i === 2 ? 'green' : 'red' });
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await api.send('GET', `/api/v1/submissions?limit=2${cursor}`, mine);
      seen.push(...page.json.items.map((item: { id: string }) => item.id));
      if (page.json.next === null) break;
      cursor = `&cursor=${page.json.next}`;
    }
    expect(seen).toHaveLength(5);
    expect([...seen].sort().reverse()).toEqual(seen);
    const green = await api.send('GET', '/api/v1/submissions?marking=green', mine);
    expect(green.json.items).toHaveLength(1);
  });

  it('refuses a cursor of another unit, another filter, or of nobody', async () => {
    const page = await api.send('GET', '/api/v1/submissions?limit=1', key);
    const next = page.json.next as string;
    const stranger = await api.keyOf('Stranger');
    for (const [who, query] of [
      [stranger, `limit=1&cursor=${next}`],
      [key, `limit=1&state=queued&cursor=${next}`],
      [key, 'cursor=AAAA.BBBB'],
      [key, 'cursor=x'],
    ] as const) {
      expect((await api.send('GET', `/api/v1/submissions?${query}`, who)).status).toBe(400);
    }
  });

  it('refuses unknown, repeated and malformed parameters', async () => {
    for (const query of [
      'colour=red',
      'limit=1&limit=2',
      'limit=0',
      'limit=-1',
      'limit=1e3',
      'since=yesterday',
      'state=%00',
    ]) {
      expect((await api.send('GET', `/api/v1/submissions?${query}`, key)).status, query).toBe(400);
    }
  });
});

describe('reports and what comes of them', () => {
  it('gives the report as JSON, page and Markdown, and refuses other forms', async () => {
    const { id } = await api.submit(key, '<img src=x onerror=alert(1)>');
    const path = `/api/v1/submissions/${id}/report`;
    const asked = (accept: string) => api.send('GET', path, key, { headers: { accept } });
    const report = await asked('application/json');
    expect(report.json).toMatchObject({ submission: id, revision: 1 });
    expect((await asked('*/*')).headers.get('content-type')).toBe('application/json');
    const page = await asked('text/html');
    expect(page.headers.get('content-security-policy')).toMatch(/sandbox/);
    expect(page.text).toContain('TLP:AMBER+STRICT');
    expect(page.text).not.toContain('<img');
    expect((await asked('text/markdown')).text).toContain('TLP:AMBER+STRICT');
    expect((await asked('application/pdf')).status).toBe(406);
  });

  it('answers 304 to a reader that has this version already', async () => {
    const { id } = await api.submit(key, 'etag');
    for (const path of [`/api/v1/submissions/${id}`, `/api/v1/submissions/${id}/report`]) {
      const first = await api.send('GET', path, key);
      const etag = first.headers.get('etag') ?? '';
      const again = await api.send('GET', path, key, { headers: { 'If-None-Match': `W/${etag}, "x"` } });
      expect(again.status, path).toBe(304);
      expect(again.text).toBe('');
    }
  });

  it('keeps earlier revisions after a re-analysis', async () => {
    const { id } = await api.submit(key, 'twice');
    await api.send('POST', `/api/v1/submissions/${id}/reanalyse`, key);
    const path = `/api/v1/submissions/${id}/report`;
    expect((await api.send('GET', path, key)).json.revision).toBe(2);
    expect((await api.send('GET', `${path}?revision=1`, key)).json.revision).toBe(1);
    expect((await api.send('GET', `${path}?revision=9`, key)).status).toBe(404);
  });

  it('exports to STIX, MISP and CSV as a download, and writes that down', async () => {
    const { id } = await api.submit(key, 'exported');
    const bundle = await api.send('GET', `/api/v1/submissions/${id}/exports/stix`, key);
    expect(bundle.json.type).toBe('bundle');
    expect(bundle.headers.get('content-disposition')).toBe(`attachment; filename="assay-${id}.stix.json"`);
    expect((await api.send('GET', `/api/v1/submissions/${id}/exports/misp`, key)).json.Event).toBeDefined();
    expect((await api.send('GET', `/api/v1/submissions/${id}/exports/csv`, key)).text).toContain('kind');
    const custody = await api.send('GET', `/api/v1/submissions/${id}/custody`, key);
    const events = custody.json.items.map((line: { event: string }) => line.event);
    expect(events.filter((event: string) => event === 'exported')).toHaveLength(3);
    expect(events).toContain('received');
  });

  it('pages through the custody log', async () => {
    const { id } = await api.submit(key, 'custody pages');
    const first = await api.send('GET', `/api/v1/submissions/${id}/custody?limit=1`, key);
    const second = await api.send(
      'GET',
      `/api/v1/submissions/${id}/custody?limit=1&cursor=${first.json.next}`,
      key,
    );
    expect(second.json.items[0].seq).toBeGreaterThan(first.json.items[0].seq);
  });
});

describe('keys', () => {
  it('shows a new secret once and lets it do only what its scopes say', async () => {
    const made = await api.send('POST', '/api/v1/keys', key, json({ label: 'reader', scopes: ['read'] }));
    expect(made.status).toBe(201);
    const { secret } = made.json;
    expect((await api.send('GET', '/api/v1/submissions', secret)).status).toBe(200);
    const refused = await api.send('POST', '/api/v1/submissions', secret, { body: formOf({ a: 'x' }) });
    expect(refused.status).toBe(403);
    const list = await api.send('GET', '/api/v1/keys', key);
    expect(list.text).not.toContain(secret);
    expect((await api.send('DELETE', `/api/v1/keys/${made.json.key.id}`, key)).status).toBe(200);
    const after = await api.send('GET', '/api/v1/submissions', secret);
    expect(after.status).toBe(401);
    expect(after.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('is refused in the address, where it would end up in logs', async () => {
    expect((await api.send('GET', `/api/v1/submissions?key=${key}`)).status).toBe(401);
    expect((await api.send('GET', `/api/v1/submissions?key=${key}`, key)).status).toBe(400);
  });

  it('never stands in the log, nor does an archive password, a name, a note or a query', async () => {
    await api.submit(key, 'secret-content', { archivePassword: 'hunter2-pw', note: 'note-of-victim' });
    await api.send('GET', '/api/v1/submissions?caseReference=secret-case', key);
    const log = api.logLines.join('');
    expect(log).toContain('listSubmissions');
    for (const secret of [
      key,
      key.slice(6),
      'hunter2-pw',
      'note-of-victim',
      'secret-case',
      'note.txt',
      'secret-content',
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('what describes the service', () => {
  it('answers to its own names only, on localhost too', async () => {
    const { request } = await import('node:http');
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        const req = request(`${api.url}/healthz`, { headers: { host } }, (res) =>
          resolve(res.resume().statusCode),
        );
        req.on('error', reject).end();
      });
    expect(await statusFor('evil.example')).toBe(400);
    expect(await statusFor('127.0.0.1.evil.example:80')).toBe(400);
    expect(await statusFor('ASSAY.example:443')).toBe(200);
    expect(await statusFor('localhost')).toBe(200);
    expect(await statusFor('[::1]:7700')).toBe(200);
  });

  it('is healthy, ready, and counts', async () => {
    expect((await api.send('GET', '/healthz')).json).toEqual({ status: 'ok' });
    expect((await api.send('GET', '/readyz')).json.checks).toEqual({ database: 'ok', store: 'ok' });
    const metrics = await api.send('GET', '/metrics');
    expect(metrics.text).toContain('assay_http_request_seconds_count{operation="submit",status="201"}');
  });

  it('gives its reference without script or outside files', async () => {
    const page = await api.send('GET', '/api/v1/reference');
    expect(page.text).toContain('/submissions/{id}/report');
    expect(page.text).not.toMatch(/<script|https?:\/\/(?!tus)/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await api.send('GET', '/api/v1/openapi.json')).json.openapi).toBe('3.1.1');
    expect((await api.send('GET', '/problems/too-large')).text).toContain('Too large');
    expect((await api.send('GET', '/problems/constructor')).status).toBe(404);
  });

  it('lists analyzers and models', async () => {
    expect((await api.send('GET', '/api/v1/analyzers', key)).json).toEqual({ items: [] });
    expect((await api.send('GET', '/api/v1/models', key)).json).toEqual({ items: [] });
  });

  it('answers other methods with 405 and what is allowed', async () => {
    const answer = await api.send('PUT', '/api/v1/submissions', key);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD');
  });
});

function json(body: unknown): RequestInit {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
