import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal, Report } from '../../src/contract/index.ts';
import { createLoginLink, newId } from '../../src/library/index.ts';
import { HOSTILE, IMAGE_HASH, sampleReport } from '../support/report.ts';
import { openTestSite, type TestSite } from '../support/site.ts';

/** A browser without script: keeps cookies, follows nothing by itself. */
class Visitor {
  readonly cookies = new Map<string, string>();
  readonly base: string;
  constructor(base: string) {
    this.base = base;
  }
  async open(path: string, init: RequestInit = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(init.headers as Record<string, string>), cookie };
    const response = await fetch(this.base + path, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      this.cookies.set(name!, value!);
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  send(path: string, fields: readonly (readonly [string, string])[], headers: Record<string, string> = {}) {
    return this.open(path, {
      method: 'POST',
      body: new URLSearchParams(fields.map(([n, v]): [string, string] => [n, v])),
      headers,
    });
  }
  async csrf(path: string): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec((await this.open(path)).text)![1]!;
  }
}

let site: TestSite;
let north: Principal;
let report: Report;
let reviewer: Visitor;
let stranger: Visitor;

async function signIn(key: string): Promise<Visitor> {
  const visitor = new Visitor(site.url);
  const answer = await visitor.send('/sign-in', [
    ['csrf', await visitor.csrf('/sign-in')],
    ['key', key],
  ]);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/submissions']);
  return visitor;
}

beforeAll(async () => {
  site = await openTestSite();
  const made = await site.member('North');
  north = made.principal;
  reviewer = await signIn(made.key);
  stranger = await signIn((await site.member('South')).key);
  report = await site.report(north, sampleReport());
}, 60_000);
afterAll(() => site[Symbol.asyncDispose]());

describe('signing in', () => {
  it('sets a cookie that no script reads and no other site sends', async () => {
    const visitor = new Visitor(site.url);
    const { key } = await site.member('North');
    const answer = await visitor.send('/sign-in', [
      ['csrf', await visitor.csrf('/sign-in')],
      ['key', key],
    ]);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('assay_session='));
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Expires=/);
  });

  it('gives a new session each time, so that a planted one is worth nothing', async () => {
    const { key } = await site.member('North');
    const visitor = await signIn(key);
    const before = visitor.cookies.get('assay_session');
    await visitor.send('/sign-in', [
      ['csrf', await visitor.csrf('/sign-in?token=x')],
      ['key', key],
    ]);
    expect(visitor.cookies.get('assay_session')).not.toBe(before);
    const old = new Visitor(site.url);
    old.cookies.set('assay_session', before!);
    expect((await old.open('/submissions')).headers.get('location')).toBe('/sign-in');
  });

  it('by link works once, and looking at the link does not use it up', async () => {
    const { token } = await createLoginLink(site.db.kysely, north.keyId);
    const path = `/sign-in?token=${token}`;
    await new Visitor(site.url).open(path);
    const [first, second] = [new Visitor(site.url), new Visitor(site.url)];
    const use = async (v: Visitor) =>
      (
        await v.send('/sign-in', [
          ['csrf', await v.csrf(path)],
          ['token', token],
        ])
      ).status;
    expect([await use(first), await use(second)]).toEqual([303, 401]);
  });

  it('refuses a wrong key, and a form without its own cookie', async () => {
    const visitor = new Visitor(site.url);
    const csrf = await visitor.csrf('/sign-in');
    expect(
      (
        await visitor.send('/sign-in', [
          ['csrf', csrf],
          ['key', `assay_${'x'.repeat(43)}`],
        ])
      ).status,
    ).toBe(401);
    const forged = new Visitor(site.url);
    expect(
      (
        await forged.send('/sign-in', [
          ['csrf', csrf],
          ['key', 'assay_x'],
        ])
      ).status,
    ).toBe(403);
  });

  it('ends with sign-out: the cookie is worth nothing afterwards', async () => {
    const visitor = await signIn((await site.member('North')).key);
    const token = visitor.cookies.get('assay_session')!;
    await visitor.send('/sign-out', [['csrf', await visitor.csrf('/submissions')]]);
    visitor.cookies.set('assay_session', token);
    expect((await visitor.open('/submissions')).status).toBe(303);
  });

  it('sends nobody to another place, whatever the address asks for', async () => {
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      '/sign-in?next=https://evil.example',
      '/%2F%2Fevil.example',
    ]) {
      const { headers } = await new Visitor(site.url).open(path).catch(() => ({ headers: new Headers() }));
      expect(headers.get('location') ?? '/').toMatch(/^\/(?![/\\])/);
    }
  });
});

describe('every form', () => {
  const forms = () => [
    '/sign-out',
    '/upload',
    `/submissions/${report.submission}/cancel`,
    `/submissions/${report.submission}/reanalyse`,
    `/submissions/${report.submission}/release`,
    `/library/${newId()}/withdraw`,
  ];

  it('is refused without the token of the session, or when another site sent it', async () => {
    const csrf = await reviewer.csrf('/submissions');
    for (const path of forms()) {
      expect([path, (await reviewer.send(path, [['csrf', 'wrong']])).status]).toEqual([path, 403]);
      const elsewhere = await reviewer.send(path, [['csrf', csrf]], { 'sec-fetch-site': 'cross-site' });
      expect([path, elsewhere.status]).toEqual([path, 403]);
      expect([path, (await new Visitor(site.url).send(path, [['csrf', csrf]])).status]).toEqual([path, 401]);
    }
  });

  it('takes files only with the token in its address, before any byte is kept', async () => {
    const body = new FormData();
    body.append('file', new Blob(['x']), 'x.txt');
    const before = await count();
    expect((await reviewer.open('/upload?form=wrong', { method: 'POST', body })).status).toBe(403);
    expect(await count()).toBe(before);
    const action = /action="(\/upload\?form=[^"]+)"/.exec((await reviewer.open('/upload')).text)![1]!;
    const sent = await reviewer.open(action, { method: 'POST', body });
    expect(sent.status).toBe(303);
    expect((await reviewer.open(sent.headers.get('location')!)).text).toContain('x.txt');
  });

  async function count(): Promise<number> {
    return (await site.db.kysely.selectFrom('submissions').select('id').execute()).length;
  }
});

describe('a report page', () => {
  it('lets nothing run, load or frame but our own files', async () => {
    const { headers, text } = await reviewer.open(`/submissions/${report.submission}`);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(
      /<script(?! src="\/assets\/site\.js" defer><\/script>)|<style| style=| on[a-z]+=["']/i,
    );
    for (const [, address] of text.matchAll(/(?:href|src|action)="([^"]*)"/g))
      expect(address).toMatch(/^[/#](?!\/)/);
  });

  it('shows hostile text inert, with its hidden marks, and links none of its addresses', async () => {
    const { text } = await reviewer.open(`/submissions/${report.submission}`);
    const visible = text.replaceAll(/ (data-copy|value)="[^"]*"/g, '');
    for (const bad of ['<img src=x', HOSTILE, '\u202e', '\u001b', 'https://', 'javascript:alert'])
      expect(visible).not.toContain(bad);
    expect(visible).toContain('‹U+202E›gpj.exe');
    expect(visible).toContain('hxxps://api[.]scam-invest[.]example');
  });

  it('says what was not examined, and carries the marking first and last', async () => {
    const { text } = await reviewer.open(`/submissions/${report.submission}`);
    expect(text).toContain('What was not examined');
    expect(text).toContain('native code');
    expect(text.match(/class="tlp" role="note"/g)).toHaveLength(2);
  });

  it('does not exist for another unit, in any of its parts', async () => {
    const run = report.artefacts[2]!.runs[0]!.id;
    const paths = (id: string) => [
      `/submissions/${id}`,
      `/submissions/${id}/progress`,
      `/submissions/${id}/custody`,
      ...['stix', 'misp', 'csv', 'markdown'].map((f) => `/submissions/${id}/exports/${f}`),
      `/evidence/${run}/boxes.png`,
    ];
    const [theirs, nobodys] = [paths(report.submission), paths(newId())];
    for (const [n, path] of theirs.entries()) {
      const [a, b] = [await stranger.open(path), await stranger.open(nobodys[n]!)];
      expect([path, a.status, a.text]).toEqual([path, 404, b.text]);
    }
    expect((await stranger.open('/submissions')).text).not.toContain(report.submission);
  });

  it('gives exports that leave out what is sensitive, and writes each to the custody log', async () => {
    for (const format of ['stix', 'misp', 'csv', 'markdown']) {
      const answer = await reviewer.open(`/submissions/${report.submission}/exports/${format}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toMatch(
        /^attachment; filename="assay-[0-9a-f-]+\.[a-z.]+"$/,
      );
      expect(answer.text).not.toContain('46701234567');
    }
    const { text } = await reviewer.open(`/submissions/${report.submission}/custody`);
    expect(text.match(/>exported</g)).toHaveLength(4);
  });

  it('shows its custody log, as the API does, only to those who may read', async () => {
    const sender = await signIn((await site.member('North', ['submit'])).key);
    const page = await sender.open(`/submissions/${report.submission}`);
    expect([page.status, page.text.includes('/custody')]).toEqual([200, false]);
    expect((await sender.open(`/submissions/${report.submission}/custody`)).status).toBe(403);
  });

  it('answers damaged addresses with a page, not a fault', async () => {
    for (const path of [
      '/submissions/x',
      `/submissions/${report.submission}?revision=-1`,
      `/submissions/${report.submission}/custody?after=99999999999`,
      `/submissions/${report.submission}/custody?after=-1e999`,
      '/library/%00',
      '/evidence/x/y',
      '/library?since=x',
      '/library?sha256=zz',
      '/library?after=x&q=%00',
      '/nowhere',
      '/submissions/%E0%A4%A',
    ])
      expect((await reviewer.open(path)).status, path).toBeLessThan(500);
  });
});

describe('releasing', () => {
  const fields = async (more: readonly (readonly [string, string])[]) =>
    [
      ['csrf', await reviewer.csrf('/submissions')],
      ['conclusion', 'A fake broker.'],
      ['marking', 'amber'],
      ...more,
    ] as const;

  it('puts the report on the shelf of the units ticked, with the indicators ticked', async () => {
    const south = (await site.member('South')).principal.unit.id;
    const chosen = [
      ['audience', 'units'],
      ['unit', south],
      ['actionable', 'ip:203.0.113.5'],
    ] as const;
    const made = await reviewer.send(`/submissions/${report.submission}/release`, await fields(chosen));
    expect(made.status).toBe(303);
    const path = made.headers.get('location')!;
    const seen = await stranger.open(path);
    expect([seen.status, seen.text.includes('anna-example'), seen.text.includes('46701234567')]).toEqual([
      200,
      false,
      false,
    ]);
    const stix = JSON.parse((await stranger.open(`${path}/exports/stix`)).text);
    expect(JSON.stringify(stix)).toContain("[ipv4-addr:value = '203.0.113.5']");
    const found = await stranger.open('/library?indicator=scam-invest%5B.%5Dexample');
    expect(found.text).toContain(path);
    const log = await reviewer.open(`/submissions/${report.submission}/custody`);
    expect(log.text).toMatch(/release [0-9a-f-]+ as stix/);
    expect((await stranger.open('/library?q=nosuchword')).text).not.toContain(path);
    expect((await new Visitor(site.url).open(path)).status).toBe(303);
  });

  it('refuses a wider marking and says who may widen it', async () => {
    const wider = (await fields([['audience', 'own']])).filter(([name]) => name !== 'marking');
    const answer = await reviewer.send(`/submissions/${report.submission}/release`, [
      ...wider,
      ['marking', 'clear'],
    ]);
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('supplied it')]);
  });

  it('needs the scope review, and the form is not even shown without it', async () => {
    const reader = await signIn((await site.member('North', ['read', 'submit'])).key);
    expect((await reader.open(`/submissions/${report.submission}`)).text).not.toContain(
      'Release to the library',
    );
    const csrf = await reader.csrf('/submissions');
    expect((await reader.send(`/submissions/${report.submission}/release`, [['csrf', csrf]])).status).toBe(
      403,
    );
  });
});

describe('evidence', () => {
  it('is served with the media type it was re-encoded to, and never as a page', async () => {
    const bytes = Buffer.from('<script>alert(1)</script>');
    const stored = await site.store(bytes);
    const run = newId();
    const { kysely } = site.db;
    const row = {
      id: run,
      unit_id: north.unit.id,
      cache_key: run,
      analyzer: 'x',
      version: '1.0.0',
      subject: IMAGE_HASH,
    };
    await kysely
      .insertInto('runs')
      .values({ ...row, spec: '{}' as never, priority: 0, state: 'completed' })
      .execute();
    const file = {
      run_id: run,
      evidence_id: 'text.json',
      media_type: 'application/json',
      caption: 'x',
      ...stored,
    };
    await kysely.insertInto('evidence_files').values(file).execute();
    const answer = await reviewer.open(`/evidence/${run}/text.json`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await stranger.open(`/evidence/${run}/text.json`)).status).toBe(404);
  });
});
