import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssayError } from '../../src/contract/index.ts';
import { createUnit, listen, migrate, newId, openDatabase } from '../../src/library/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

const soon = (check: () => boolean) => expect.poll(check, { timeout: 10_000, interval: 20 }).toBe(true);

describe('migrating', () => {
  it('lets several processes start at once on an empty database and applies everything exactly once', async () => {
    const url = await test.server.createDatabase('several');
    const applied = await Promise.all(Array.from({ length: 6 }, () => migrate({ url })));
    expect(applied.filter((names) => names.length > 0)).toEqual([['0001-first']]);
  });

  it('does nothing the second time', async () => {
    expect(await migrate(test.db)).toEqual([]);
  });
});

describe('a transaction', () => {
  it('is repeated after a deadlock, so that both of two crossing transfers happen', async () => {
    const a = await createUnit(test.db.kysely, { name: 'cross a' });
    const b = await createUnit(test.db.kysely, { name: 'cross b' });
    const add = (first: string, second: string) =>
      test.db.transact(async (trx) => {
        for (const id of [first, second]) {
          await trx
            .updateTable('units')
            .set((eb) => ({ in_flight_cap: eb('in_flight_cap', '+', 1) }))
            .where('id', '=', id)
            .execute();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      });
    await Promise.all([add(a.id, b.id), add(b.id, a.id)]);
    const rows = await test.db.kysely
      .selectFrom('units')
      .select('in_flight_cap')
      .where('id', 'in', [a.id, b.id])
      .execute();
    expect(rows.map((row) => row.in_flight_cap)).toEqual([10, 10]);
  });

  it('is repeated whole when its connection dies before the commit', async () => {
    let runs = 0;
    const name = `lost ${newId()}`;
    await test.db.transact(async (trx) => {
      runs++;
      if (runs === 1) await killBackendOf(trx);
      await createUnit(trx, { name });
    });
    expect(runs).toBe(2);
    const { found } = await test.db.kysely
      .selectFrom('units')
      .select((eb) => eb.fn.countAll<number>().as('found'))
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    expect(found).toBe(1);
  });

  it('is not repeated when its connection dies during the commit, and says that the outcome is not known', async () => {
    let runs = 0;
    const work = test.db.transact(async (trx) => {
      runs++;
      await createUnit(trx, { name: `unknown ${newId()}` });
      await killBackendOf(trx);
    });
    await expect(work).rejects.toThrow(/not known/);
    expect(runs).toBe(1);
  });

  it('never reports success when a swallowed error had already undone it', async () => {
    const name = `swallowed ${newId()}`;
    const work = test.db.transact(async (trx) => {
      await createUnit(trx, { name });
      await trx
        .selectFrom('units')
        .select('id')
        .where('id', '=', 'not a uuid')
        .execute()
        .catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: 'internal' });
  });

  it('keeps nothing when its work throws, and does not repeat it', async () => {
    let runs = 0;
    const work = test.db.transact(async (trx) => {
      runs++;
      await createUnit(trx, { name: 'thrown away' });
      throw new AssayError('unprocessable', 'no');
    });
    await expect(work).rejects.toMatchObject({ code: 'unprocessable' });
    expect(runs).toBe(1);
    const rows = await test.db.kysely
      .selectFrom('units')
      .select('id')
      .where('name', '=', 'thrown away')
      .execute();
    expect(rows).toEqual([]);
  });
});

describe('a server that goes away', () => {
  it('is reported as database-unavailable, the process lives, and work goes on when it is back', async () => {
    const heard: string[] = [];
    await using listener = await listen(test.server.url, 'assay_test', (payload) => heard.push(payload));
    expect(listener).toBeDefined();
    await test.server.stop('kill');
    await expect(test.db.kysely.selectFrom('units').select('id').execute()).rejects.toMatchObject({
      code: 'database-unavailable',
    });
    await expect(test.db.transact((trx) => createUnit(trx, { name: 'while away' }))).rejects.toMatchObject({
      code: 'database-unavailable',
    });
    await test.server.start();
    await test.db.transact((trx) => createUnit(trx, { name: 'when back' }));
    await soon(() => heard.includes(''));
    await test.db.kysely
      .selectNoFrom((eb) => eb.fn('pg_notify', [eb.val('assay_test'), eb.val('hello')]).as('sent'))
      .execute();
    await soon(() => heard.includes('hello'));
  });

  it('refuses to open at all while nothing answers there', async () => {
    const url = 'postgresql://assay@127.0.0.1:1/assay';
    await expect(openDatabase({ url })).rejects.toMatchObject({ code: 'database-unavailable' });
  });
});

describe('numbers', () => {
  it('reads bigint as number and refuses to round what is too large', async () => {
    const unit = await createUnit(test.db.kysely, { name: 'large', quotaBytes: 2 ** 52 });
    expect(unit.quotaBytes).toBe(2 ** 52);
    await test.db.kysely
      .updateTable('units')
      .set((eb) => ({ quota_bytes: eb.lit(0) }))
      .where('id', '=', unit.id)
      .execute();
    const raised = test.db.kysely
      .updateTable('units')
      .set((eb) => ({ quota_bytes: eb.cast<number>(eb.val('9223372036854775807'), 'bigint') }))
      .where('id', '=', unit.id)
      .returning('quota_bytes')
      .execute();
    await expect(raised).rejects.toThrow(/too large/);
    await test.db.kysely.deleteFrom('units').where('id', '=', unit.id).execute();
  });
});

async function killBackendOf(
  trx: Parameters<Parameters<TestDatabase['db']['transact']>[0]>[0],
): Promise<void> {
  const { pid } = await trx
    .selectNoFrom((eb) => eb.fn<number>('pg_backend_pid').as('pid'))
    .executeTakeFirstOrThrow();
  await test.db.kysely
    .selectNoFrom((eb) => eb.fn('pg_terminate_backend', [eb.val(pid)]).as('done'))
    .execute();
}
