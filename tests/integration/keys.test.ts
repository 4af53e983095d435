import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  authenticate,
  createKey,
  createLoginLink,
  createSession,
  createUnit,
  endSession,
  ensureUnit,
  expireSessions,
  listKeys,
  newId,
  readSession,
  redeemLoginLink,
  requireCsrf,
  revokeKey,
} from '../../src/library/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';

let test: TestDatabase;
let unit: string;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  unit = (await createUnit(test.db.kysely, { name: `unit ${newId()}` })).id;
});

const create = (change: object = {}) =>
  createKey(test.db.kysely, { unit, label: 'test', scopes: ['submit', 'read'], ...change });
const ask = (secret: string) => authenticate(test.db.kysely, secret);
const expire = (id: string) =>
  test.db.kysely
    .updateTable('api_keys')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where('id', '=', id)
    .execute();

describe('a key', () => {
  it('opens its own unit with its scopes and its priority cap', async () => {
    const { secret, key } = await create({ priorityCap: 7 });
    expect(secret).toMatch(/^assay_[A-Za-z0-9_-]{43}$/);
    expect(await ask(secret)).toEqual({
      keyId: key.id,
      unit: key.unit,
      scopes: new Set(['submit', 'read']),
      priorityCap: 7,
    });
    expect(key.unit.id).toBe(unit);
  });

  it('is kept only as a hash: its secret stands nowhere in the database', async () => {
    const { secret } = await create();
    const link = await createLoginLink(test.db.kysely, (await create()).key.id);
    const principal = await ask(secret);
    if (!principal) throw new Error('the key does not open');
    const session = await createSession(test.db.kysely, principal);
    const tables = ['api_keys', 'login_links', 'sessions'] as const;
    const rows = await Promise.all(
      tables.map((table) => test.db.kysely.selectFrom(table).selectAll().execute()),
    );
    const dump = JSON.stringify(rows);
    for (const shown of [secret, secret.slice(6), link.token, session.token])
      expect(dump).not.toContain(shown);
  });

  it.each([
    ['unknown', () => `assay_${'A'.repeat(43)}`],
    ['empty', () => ''],
    ['without its prefix', (secret: string) => secret.slice(6)],
    ['one character off', (secret: string) => secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A')],
    ['in other case', (secret: string) => secret.toUpperCase()],
    ['with something behind it', (secret: string) => `${secret} `],
    ['a hash of the key', () => 'a'.repeat(64)],
    ['a megabyte long', () => 'assay_'.padEnd(1_000_000, 'x')],
  ])('is refused when %s', async (_, change) => {
    const { secret } = await create();
    expect(await ask(change(secret))).toBeUndefined();
  });

  it('has a label that cannot steer the terminal of whoever lists it', async () => {
    const { id } = await ensureUnit(test.db.kysely, { name: 'labels' });
    const made = createKey(test.db.kysely, { unit: id, label: 'x\u001b[2J', scopes: ['read'] });
    await expect(made).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('is refused once it has expired or was revoked, and revoking twice keeps the first time', async () => {
    const expired = await create();
    await expire(expired.key.id);
    expect(await ask(expired.secret)).toBeUndefined();
    const revoked = await create();
    const first = await revokeKey(test.db.kysely, revoked.key.id);
    expect(await ask(revoked.secret)).toBeUndefined();
    expect((await revokeKey(test.db.kysely, revoked.key.id)).revokedAt).toBe(first.revokedAt);
  });

  it('cannot be revoked by another unit, which learns no more than of a key that never was', async () => {
    const { secret, key } = await create();
    const other = await createUnit(test.db.kysely, { name: `other ${newId()}` });
    const strange = await revokeKey(test.db.kysely, key.id, other.id).catch((error: Error) => error.message);
    const missing = await revokeKey(test.db.kysely, newId(), other.id).catch((error: Error) => error.message);
    expect(strange).toBe(missing);
    expect(await ask(secret)).toBeDefined();
    expect(await listKeys(test.db.kysely, { unit: other.id })).toEqual([]);
  });

  it('notes when it was last used, but does not write that at every request', async () => {
    const { secret, key } = await create();
    const lastUsed = async () => (await listKeys(test.db.kysely, { id: key.id }))[0]?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await ask(secret);
    const first = await lastUsed();
    expect(first).not.toBeNull();
    for (let i = 0; i < 5; i++) await ask(secret);
    expect(await lastUsed()).toBe(first);
  });

  it('is not made without a scope, with a strange cap, for no unit, or already expired', async () => {
    await expect(create({ scopes: [] })).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(create({ priorityCap: 10 })).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(create({ unit: newId() })).rejects.toMatchObject({ code: 'not-found' });
    await expect(create({ expiresAt: new Date(0) })).rejects.toMatchObject({ code: 'unprocessable' });
  });
});

describe('signing in to the site', () => {
  it('works once with a one-time link, also when two browsers use it at the same moment', async () => {
    const { token } = await createLoginLink(test.db.kysely, (await create()).key.id);
    const both = await Promise.all([
      redeemLoginLink(test.db.kysely, token),
      redeemLoginLink(test.db.kysely, token),
    ]);
    expect(both.filter((principal) => principal !== undefined)).toHaveLength(1);
    expect(await redeemLoginLink(test.db.kysely, token)).toBeUndefined();
  });

  it('does not work with a link that is too old, or whose key has ended', async () => {
    const { key } = await create();
    const old = await createLoginLink(test.db.kysely, key.id, -1);
    expect(await redeemLoginLink(test.db.kysely, old.token)).toBeUndefined();
    const { token } = await createLoginLink(test.db.kysely, key.id);
    await revokeKey(test.db.kysely, key.id);
    expect(await redeemLoginLink(test.db.kysely, token)).toBeUndefined();
  });

  it('lasts until sign-out, expiry or the end of the key', async () => {
    const open = async (lifetimeMs?: number) => {
      const { secret, key } = await create();
      const principal = await ask(secret);
      if (!principal) throw new Error('the key does not open');
      return { key, ...(await createSession(test.db.kysely, principal, lifetimeMs)) };
    };
    const read = (token: string) => readSession(test.db.kysely, token);
    const session = await open();
    expect(await read(session.token)).toMatchObject({
      principal: { unit: { id: unit } },
      csrfToken: session.csrfToken,
    });
    await endSession(test.db.kysely, session.token);
    expect(await read(session.token)).toBeUndefined();
    const revoked = await open();
    await revokeKey(test.db.kysely, revoked.key.id);
    expect(await read(revoked.token)).toBeUndefined();
    const short = await open(-1);
    expect(await read(short.token)).toBeUndefined();
    await expireSessions(test.db.kysely);
    const left = await test.db.kysely
      .selectFrom('sessions')
      .select('key_id')
      .where('key_id', '=', short.key.id)
      .execute();
    expect(left).toEqual([]);
  });

  it('gives each session a token of its own for its forms, and refuses any other', async () => {
    const principal = await ask((await create()).secret);
    if (!principal) throw new Error('the key does not open');
    const [a, b] = [
      await createSession(test.db.kysely, principal),
      await createSession(test.db.kysely, principal),
    ];
    requireCsrf(a, a.csrfToken);
    for (const wrong of [b.csrfToken, undefined, '', a.token]) {
      expect(() => requireCsrf(a, wrong)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    }
  });
});

describe('a unit', () => {
  it('is made once when several start at the same moment', async () => {
    const name = `local ${newId()}`;
    const all = await Promise.all(Array.from({ length: 10 }, () => ensureUnit(test.db.kysely, { name })));
    expect(new Set(all.map((one) => one.id)).size).toBe(1);
    await expect(createUnit(test.db.kysely, { name })).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(['', ' leading', 'a\nb', 'x'.repeat(101), '<script>', '\u202eevil'])(
    'is not called %j',
    async (name) => {
      await expect(createUnit(test.db.kysely, { name })).rejects.toMatchObject({ code: 'unprocessable' });
    },
  );
});
