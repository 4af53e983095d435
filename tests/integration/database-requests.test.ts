import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  abandonIdempotent,
  beginIdempotent,
  createKey,
  createUnit,
  createUpload,
  deleteUpload,
  expireUploads,
  finishIdempotent,
  getArtefact,
  getUnit,
  getUpload,
  hasArtefact,
  keepWithinQuota,
  markUploadStored,
  newId,
  type Queries,
  setQuotas,
  takeUploads,
} from '../../src/library/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';

let test: TestDatabase;
let unit: string;
let keyId: string;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  unit = (
    await createUnit(test.db.kysely, { name: `unit ${newId()}`, quotaBytes: 1000, quotaOpenSubmissions: 3 })
  ).id;
  keyId = (await createKey(test.db.kysely, { unit, label: 'test', scopes: ['submit'] })).key.id;
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const artefact = (bytes: number, text: string = randomUUID()) => ({ sha256: hashOf(text), bytes });

async function keepArtefacts(trx: Queries, artefacts: readonly { sha256: string; bytes: number }[]) {
  await trx
    .insertInto('artefacts')
    .values([...artefacts])
    .onConflict((c) => c.doNothing())
    .execute();
}

/** What intake does, as far as quotas are concerned. */
function submit(...artefacts: { sha256: string; bytes: number }[]): Promise<string> {
  return test.db.transact(async (trx) => {
    await keepArtefacts(trx, artefacts);
    await keepWithinQuota(trx, unit, { artefacts });
    const id = newId();
    const row = { id, unit_id: unit, key_id: keyId, priority: 0, marking: 'red', marking_is_default: false };
    await trx
      .insertInto('submissions')
      .values({ ...row, state: 'queued' })
      .execute();
    for (const { sha256, bytes } of artefacts) {
      const exhibit = {
        id: newId(),
        submission_id: id,
        position: 0,
        sha256,
        bytes,
        claimed_name: 'a.apk',
        marking: 'red',
      };
      await trx.insertInto('exhibits').values(exhibit).execute();
    }
    return id;
  });
}

const outcomes = async (attempts: Promise<unknown>[]) =>
  (await Promise.allSettled(attempts)).map((result) =>
    result.status === 'fulfilled'
      ? 'ok'
      : ((result.reason as { code?: string }).code ?? String(result.reason)),
  );

describe('a quota', () => {
  it('lets exactly as many of many at once through as fit', async () => {
    await setQuotas(test.db.kysely, unit, { quotaOpenSubmissions: 100 });
    const ended = await outcomes(Array.from({ length: 25 }, () => submit(artefact(100))));
    expect(ended.filter((code) => code === 'ok')).toHaveLength(10);
    expect(ended.filter((code) => code === 'quota-exceeded')).toHaveLength(15);
    expect((await getUnit(test.db.kysely, unit))?.usedBytes).toBe(1000);
  });

  it('says the limit, what is used and what to do', async () => {
    await submit(artefact(900));
    const refused = submit(artefact(200));
    await expect(refused).rejects.toThrow(
      /may keep 1000 bytes and keeps 900 bytes; this needs 200 bytes more.*administrator/,
    );
  });

  it('does not count bytes again that the unit has already', async () => {
    const same = artefact(900, 'same');
    await submit(same);
    await submit(same);
    expect((await getUnit(test.db.kysely, unit))?.usedBytes).toBe(900);
  });

  it('limits open submissions', async () => {
    const ended = await outcomes(Array.from({ length: 8 }, () => submit(artefact(1))));
    expect(ended.filter((code) => code === 'ok')).toHaveLength(3);
    await test.db.kysely
      .updateTable('submissions')
      .set({ state: 'reported' })
      .where('unit_id', '=', unit)
      .execute();
    await submit(artefact(1));
  });

  it('counts uploads that wait, and not twice when they are submitted', async () => {
    await upload('w', 800);
    await expect(submit(artefact(300))).rejects.toMatchObject({ code: 'quota-exceeded' });
    await expect(upload('x', 300)).rejects.toMatchObject({ code: 'quota-exceeded' });
    const asked = { artefacts: [artefact(800)], uploads: [`w-${unit}`] };
    await test.db.transact(async (trx) => {
      await keepArtefacts(trx, asked.artefacts);
      await keepWithinQuota(trx, unit, asked);
    });
  });
});

function upload(id: string, declaredBytes: number, expiresAt = new Date(Date.now() + 60_000)): Promise<void> {
  return createUpload(test.db, {
    id: `${id}-${unit}`,
    unit,
    keyId,
    claimedName: 'a.mp4',
    declaredBytes,
    expiresAt,
  });
}

describe('an upload', () => {
  const stored = { sha256: hashOf('x'), bytes: 5 };
  const take = (...ids: string[]) =>
    test.db.transact((trx) =>
      takeUploads(
        trx,
        unit,
        ids.map((id) => `${id}-${unit}`),
      ),
    );

  it('becomes part of exactly one submission, also when two ask for it at once', async () => {
    await upload('a', 5);
    await expect(take('a')).rejects.toMatchObject({ code: 'conflict' });
    expect(await markUploadStored(test.db.kysely, unit, `a-${unit}`, stored)).toBe(true);
    expect((await outcomes([take('a'), take('a')])).sort()).toEqual(['conflict', 'ok']);
    expect(await deleteUpload(test.db.kysely, unit, `a-${unit}`)).toBe(false);
  });

  it('is finished once', async () => {
    await upload('b', 5);
    const mark = () => markUploadStored(test.db.kysely, unit, `b-${unit}`, stored);
    expect((await Promise.all([mark(), mark()])).sort()).toEqual([false, true]);
  });

  it('does not exist for another unit, nor after its time', async () => {
    await upload('c', 5);
    const other = (await createUnit(test.db.kysely, { name: `other ${newId()}` })).id;
    expect(await getUpload(test.db.kysely, other, `c-${unit}`)).toBeUndefined();
    expect(await deleteUpload(test.db.kysely, other, `c-${unit}`)).toBe(false);
    const foreign = test.db.transact((trx) => takeUploads(trx, other, [`c-${unit}`]));
    await expect(foreign).rejects.toMatchObject({ code: 'not-found' });
    await upload('d', 5, new Date(Date.now() - 1));
    expect(await getUpload(test.db.kysely, unit, `d-${unit}`)).toBeUndefined();
    expect(await expireUploads(test.db.kysely)).toEqual([`d-${unit}`]);
  });

  it('cannot be two exhibits of one submission', async () => {
    await upload('e', 5);
    await expect(take('e', 'e')).rejects.toMatchObject({ code: 'unprocessable' });
  });
});

describe('a request with an Idempotency-Key', () => {
  const ask = (change: object = {}) => ({ keyId, idempotencyKey: 'k1', fingerprint: 'f1', ...change });
  const begin = (change: object = {}) => beginIdempotent(test.db.kysely, ask(change));
  const answer = { status: 201, headers: { location: '/x' }, body: '{"id":1}' };
  const begun = async (change: object = {}) => {
    const start = await begin(change);
    if (start.kind !== 'begun') throw new Error('not begun');
    return start.claim;
  };
  const age = (ms: number) =>
    test.db.kysely
      .updateTable('idempotency')
      .set({ created_at: new Date(Date.now() - ms) })
      .where('key_id', '=', keyId)
      .execute();

  it('has one effect when fifty equal ones come at once', async () => {
    const ended = await outcomes(Array.from({ length: 50 }, () => begin()));
    expect(ended.filter((code) => code === 'ok')).toHaveLength(1);
    expect(ended.filter((code) => code === 'conflict')).toHaveLength(49);
  });

  it('is answered as the first was, and refused when it is another request', async () => {
    const claim = await begun();
    await test.db.transact((trx) => finishIdempotent(trx, claim, answer));
    expect(await begin()).toEqual({ kind: 'replay', answer });
    await expect(begin({ fingerprint: 'f2' })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('never meets the same word of another key', async () => {
    await begun();
    const other = await createKey(test.db.kysely, { unit, label: 'other', scopes: ['submit'] });
    expect(await begin({ keyId: other.key.id })).toMatchObject({ kind: 'begun' });
  });

  it('can be repeated after it failed', async () => {
    await abandonIdempotent(test.db.kysely, await begun());
    expect(await begin()).toMatchObject({ kind: 'begun' });
  });

  it('is taken over when its process died, and the dead one’s effect is undone should it come back', async () => {
    const dead = await begun();
    await age(100_000);
    await expect(begin()).rejects.toMatchObject({ code: 'conflict' });
    await age(121_000);
    const next = await begun();
    const late = test.db.transact(async (trx) => {
      await createUnit(trx, { name: `effect of ${unit}` });
      await finishIdempotent(trx, dead, answer);
    });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    const effect = await test.db.kysely
      .selectFrom('units')
      .select('id')
      .where('name', '=', `effect of ${unit}`)
      .execute();
    expect(effect).toEqual([]);
    await test.db.transact((trx) => finishIdempotent(trx, next, answer));
  });

  it('is forgotten after a day', async () => {
    const claim = await begun();
    await test.db.transact((trx) => finishIdempotent(trx, claim, answer));
    await age(25 * 3_600_000);
    expect(await begin({ fingerprint: 'f2' })).toMatchObject({ kind: 'begun' });
  });
});

describe('looking bytes up by hash', () => {
  it('tells a unit what it has and what was done with it, and another unit nothing at all', async () => {
    const mine = artefact(10);
    const submission = await submit(mine);
    expect(await getArtefact(test.db.kysely, unit, mine.sha256)).toMatchObject({
      bytes: 10,
      exhibits: [{ submission, claimedName: 'a.apk', marking: 'red' }],
      runs: [],
      mediaTypes: [],
    });
    const other = (await createUnit(test.db.kysely, { name: `other ${newId()}` })).id;
    expect(await getArtefact(test.db.kysely, other, mine.sha256)).toBeUndefined();
    expect(await hasArtefact(test.db.kysely, other, mine.sha256)).toBe(false);
    expect(await hasArtefact(test.db.kysely, unit, mine.sha256)).toBe(true);
  });

  it('keeps to the asker’s own submissions when two units sent the same bytes', async () => {
    const shared = artefact(10, 'shared by two units');
    await submit(shared);
    const first = unit;
    unit = (await createUnit(test.db.kysely, { name: `second ${newId()}` })).id;
    keyId = (await createKey(test.db.kysely, { unit, label: 'test', scopes: ['submit'] })).key.id;
    const own = await submit(shared);
    expect(
      (await getArtefact(test.db.kysely, unit, shared.sha256))?.exhibits.map((e) => e.submission),
    ).toEqual([own]);
    expect((await getArtefact(test.db.kysely, first, shared.sha256))?.exhibits).toHaveLength(1);
  });
});
