import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendCustody, createUnit, stampHeads } from '../../src/library/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';
import { runAssay } from '../support/run-assay.ts';

/* Attack 24 of docs/attacks.md, as somebody with the database's password does it and as an officer finds it out. */

let test: TestDatabase;
let folder: string;
let stamps: string;
let unit: string;
beforeAll(async () => {
  test = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'assay-attack-custody-'));
  stamps = join(folder, 'stamps.jsonl');
  unit = (await createUnit(test.db.kysely, { name: 'North' })).id;
  const hash = 'ab'.repeat(32);
  const line = (purpose: string) => ({
    unit,
    event: 'stored' as const,
    exhibit: null,
    submission: null,
    sha256: hash,
    actor: 'key:test',
    role: 'submitter' as const,
    purpose,
    authorityRef: null,
    tool: 'assay 0.1.0',
    sha256Before: null,
    sha256After: hash,
    sourceIpClass: 'loopback' as const,
  });
  const lines = Array.from({ length: 6 }, (_, at) => line(`line ${at + 1}`));
  await test.db.transact((trx) => appendCustody(trx, lines));
  await stampHeads(test.db, stamps);
}, 60_000);
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const statement = (text: string) => sql.raw(text.replaceAll('$unit', `'${unit}'`)).execute(test.db.kysely);
const verify = () =>
  runAssay(['verify-custody', '--unit', 'North', '--stamps', stamps], {
    DATABASE_URL: test.server.url,
    ASSAY_DATA: folder,
  });

/** Tampers with a copy at hand, so that what was there can be put back. */
async function tampered(statements: readonly string[]): Promise<Awaited<ReturnType<typeof runAssay>>> {
  await statement('alter table custody disable trigger custody_append_only');
  await statement('create table kept_lines as select * from custody');
  await statement('create table kept_heads as select * from custody_heads');
  try {
    for (const one of statements) await statement(one);
    return await verify();
  } finally {
    await statement('delete from custody');
    await statement('delete from custody_heads');
    await statement('insert into custody select * from kept_lines');
    await statement('insert into custody_heads select * from kept_heads');
    await statement('drop table kept_lines, kept_heads');
    await statement('alter table custody enable trigger custody_append_only');
  }
}

describe('assay verify-custody', () => {
  it.each([
    ['an altered line', [`update custody set line = replace(line, 'line 3', 'line X') where seq = 3`], 3],
    ['a deleted line', ['delete from custody where seq = 4'], 4],
    [
      'lines that changed places',
      [
        'update custody set seq = 100 where seq = 2',
        'update custody set seq = 2 where seq = 5',
        'update custody set seq = 5 where seq = 100',
      ],
      2,
    ],
    [
      'an old backup, whole in itself but shorter than what was stamped',
      [
        'delete from custody where seq > 3',
        'update custody_heads set seq = 3, entry_hash = (select entry_hash from custody where seq = 3)',
      ],
      4,
    ],
  ])('names the first broken line and ends with code 4 after %s', async (_, statements, line) => {
    const { code, stdout } = await tampered(statements);
    expect(stdout).toContain(`BROKEN at line ${line}:`);
    expect(stdout).toContain('NOT as it was written');
    expect(code).toBe(4);
  });

  it('says that the log is whole when everything is back in its place', async () => {
    const { code, stdout } = await verify();
    expect(stdout).toMatch(/whole, head [0-9a-f]{64}[\s\S]*Compared with 1 stamps\.[\s\S]*is whole/);
    expect(code).toBe(0);
  });
});
