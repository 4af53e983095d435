import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustodyEvent } from '../../src/contract/index.ts';
import {
  appendCustody,
  createUnit,
  newId,
  readCustody,
  readStamps,
  stampHeads,
  verifyCustody,
} from '../../src/library/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';

let test: TestDatabase;
let folder: string;
let unit: string;
beforeAll(async () => {
  test = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'assay-custody-'));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  unit = (await createUnit(test.db.kysely, { name: `unit ${newId()}` })).id;
});

const SHA = 'ab'.repeat(32);
function event(change: Partial<CustodyEvent> = {}): CustodyEvent {
  return {
    unit,
    event: 'stored',
    exhibit: null,
    submission: null,
    sha256: SHA,
    actor: 'key:test',
    role: 'submitter',
    purpose: 'case 7 — “Überweisung” \u202e\u0000\ud800',
    authorityRef: null,
    tool: 'assay 0.1.0',
    sha256Before: null,
    sha256After: SHA,
    sourceIpClass: 'loopback',
    ...change,
  };
}

const append = (...events: CustodyEvent[]) => test.db.transact((trx) => appendCustody(trx, events));
const verdict = async (stamps?: string) => {
  const { stamps: read } = stamps === undefined ? { stamps: [] } : await readStamps(stamps);
  const { chains } = await verifyCustody(test.db, { unit, stamps: read });
  return chains[0];
};

/** What somebody with the database's own password can do: the trigger does not stop them. */
async function tamper(...statements: string[]): Promise<void> {
  await sql`alter table custody disable trigger custody_append_only`.execute(test.db.kysely);
  for (const statement of statements)
    await sql.raw(statement.replaceAll('$unit', `'${unit}'`)).execute(test.db.kysely);
  await sql`alter table custody enable trigger custody_append_only`.execute(test.db.kysely);
}

describe('the custody log', () => {
  it('stays one chain when fifty transactions append at once', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, i) => append(event({ purpose: `p ${i}` }), event())));
    expect(await verdict()).toMatchObject({ lines: 100 });
    expect((await verdict())?.broken).toBeUndefined();
    const lines = await readCustody(test.db.kysely, { unit });
    expect(lines.map((line) => line.seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(new Set(lines.map((line) => line.purpose)).size).toBe(51);
  });

  it('holds no line of a transaction that was undone, and no gap for it', async () => {
    await append(event());
    const undone = test.db.transact(async (trx) => {
      await appendCustody(trx, [event()]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await append(event());
    expect(await verdict()).toMatchObject({ lines: 2 });
  });

  it('refuses a line that breaks the contract instead of storing what cannot be verified', async () => {
    await expect(append(event({ sha256: 'AB'.repeat(32) }))).rejects.toThrow();
    expect(await verdict()).toMatchObject({ lines: 0 });
  });

  it('refuses to change or delete lines in the database', async () => {
    await append(event());
    const change = test.db.kysely
      .updateTable('custody')
      .set({ event: 'accessed' })
      .where('unit_id', '=', unit);
    await expect(change.execute()).rejects.toThrow(/append-only/);
    const remove = test.db.kysely.deleteFrom('custody').where('unit_id', '=', unit);
    await expect(remove.execute()).rejects.toThrow(/append-only/);
  });

  it('is read by case or by artefact, a page at a time, and only of the unit asked for', async () => {
    const submission = newId();
    await append(event({ submission }), event({ sha256: 'cd'.repeat(32) }), event({ submission }));
    const read = (filter: object) => readCustody(test.db.kysely, { unit, ...filter });
    expect((await read({ submission })).map((line) => line.seq)).toEqual([1, 3]);
    expect((await read({ submission, afterSeq: 1 })).map((line) => line.seq)).toEqual([3]);
    expect((await read({ sha256: SHA, limit: 1 })).map((line) => line.seq)).toEqual([1]);
    expect(await readCustody(test.db.kysely, { unit: newId(), submission })).toEqual([]);
  });
});

describe('verifying names the first broken line', () => {
  beforeEach(async () => {
    await append(...Array.from({ length: 6 }, (_, i) => event({ purpose: `line ${i + 1}` })));
  });

  it.each([
    [
      'an altered text',
      [`update custody set line = replace(line, 'line 3', 'line X') where unit_id = $unit and seq = 3`],
      3,
    ],
    ['a deleted line', [`delete from custody where unit_id = $unit and seq = 4`], 4],
    ['a deleted first line', [`delete from custody where unit_id = $unit and seq = 1`], 1],
    [
      'two lines that changed places',
      [
        `update custody set seq = 100 where unit_id = $unit and seq = 2`,
        `update custody set seq = 2 where unit_id = $unit and seq = 5`,
        `update custody set seq = 5 where unit_id = $unit and seq = 100`,
      ],
      2,
    ],
    [
      'a column that hides a line from its artefact',
      [`update custody set sha256 = null where unit_id = $unit and seq = 5`],
      5,
    ],
    [
      'a time that was changed beside the text',
      [`update custody set at = at - interval '1 day' where unit_id = $unit and seq = 2`],
      2,
    ],
    [
      'a text with another spelling of the same content',
      [`update custody set line = ' ' || line where unit_id = $unit and seq = 6`],
      6,
    ],
    ['a cut tail, by its head', [`delete from custody where unit_id = $unit and seq > 4`], 5],
    ['a head that was set back', [`update custody_heads set seq = 4 where unit_id = $unit`], 5],
    [
      'a line that was made up at the end',
      [
        `insert into custody select unit_id, 7, line, entry_hash, submission_id, exhibit_id, sha256, event, at from custody where unit_id = $unit and seq = 6`,
      ],
      7,
    ],
  ])('%s', async (_, statements, seq) => {
    expect((await verdict())?.broken).toBeUndefined();
    await tamper(...statements);
    expect((await verdict())?.broken).toMatchObject({ seq });
  });

  it('cannot be talked out of it by a forged chain once a head was stamped', async () => {
    const file = join(folder, `${unit}.stamps`);
    await stampHeads(test.db, file);
    // The whole log of the unit is thrown away and written anew, consistently, through the same code.
    await tamper(
      `delete from custody where unit_id = $unit`,
      `delete from custody_heads where unit_id = $unit`,
    );
    await append(...Array.from({ length: 6 }, () => event({ purpose: 'forged' })));
    expect((await verdict())?.broken).toBeUndefined();
    expect((await verdict(file))?.broken).toMatchObject({ seq: 6 });
  });
});

describe('stamped heads', () => {
  const stamped = async () =>
    (await readStamps(join(folder, 'heads'))).stamps.filter((stamp) => stamp.unit === unit);
  beforeEach(() => rm(join(folder, 'heads'), { force: true }));

  it('show a cut tail that was hidden by setting the head back too', async () => {
    await append(event(), event(), event());
    await stampHeads(test.db, join(folder, 'heads'));
    const [, second] = await readCustody(test.db.kysely, { unit });
    await tamper(
      `delete from custody where unit_id = $unit and seq > 2`,
      `update custody_heads set seq = 2, entry_hash = '${second?.entryHash}' where unit_id = $unit`,
    );
    expect((await verdict())?.broken).toBeUndefined();
    expect((await verdict(join(folder, 'heads')))?.broken).toMatchObject({ seq: 3 });
  });

  it('show a unit whose whole log is gone', async () => {
    await append(event());
    await stampHeads(test.db, join(folder, 'heads'));
    await tamper(
      `delete from custody where unit_id = $unit`,
      `delete from custody_heads where unit_id = $unit`,
    );
    const { stamps } = await readStamps(join(folder, 'heads'));
    const { whole, chains } = await verifyCustody(test.db, { stamps });
    expect(whole).toBe(false);
    expect(chains.find((chain) => chain.unit === unit)?.broken).toMatchObject({ seq: 1 });
  });

  it('are written only when the log grew, and never over a log that went back', async () => {
    await append(event(), event());
    expect(await stampHeads(test.db, join(folder, 'heads'))).toMatchObject({ broken: [] });
    expect(await stampHeads(test.db, join(folder, 'heads'))).toMatchObject({ stamped: 0 });
    expect(await stamped()).toMatchObject([{ seq: 2 }]);
    await tamper(`delete from custody where unit_id = $unit and seq = 2`);
    const { broken } = await stampHeads(test.db, join(folder, 'heads'));
    expect(broken.filter((chain) => chain.unit === unit)).toMatchObject([{ seq: 2 }]);
    expect(await stamped()).toHaveLength(1);
  });

  it('survive a write that was cut off: the torn line is counted, the next one stands by itself', async () => {
    await append(event());
    await writeFile(join(folder, 'heads'), '{"at":"2026-01-01T00:0');
    await stampHeads(test.db, join(folder, 'heads'));
    expect((await readStamps(join(folder, 'heads'))).unreadable).toBe(1);
    expect(await stamped()).toHaveLength(1);
    expect((await stat(join(folder, 'heads'))).mode & 0o022).toBe(0);
  });

  it('tell nothing but unit, number, hash and time', async () => {
    await append(event());
    await stampHeads(test.db, join(folder, 'heads'));
    const keys = (await readFile(join(folder, 'heads'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line)).sort().join());
    expect(new Set(keys)).toEqual(new Set(['at,hash,seq,unit']));
  });
});
