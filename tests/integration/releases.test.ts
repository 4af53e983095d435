import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Principal,
  type ReleaseFields,
  type Report,
  type Scope,
  WITHHELD,
} from '../../src/contract/index.ts';
import { toCsv, toStixBundle } from '../../src/exchange/index.ts';
import {
  createUnit,
  getRelease,
  getReleasedEvidence,
  insertReport,
  insertSubmission,
  newId,
  release,
  searchReleases,
  verifyCustody,
  withdraw,
} from '../../src/library/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';
import { APK_HASH, IMAGE_HASH, sampleReport } from '../support/report.ts';

let test: TestDatabase;
let north: Principal;
let south: Principal;
let east: Principal;

beforeAll(async () => {
  test = await openTestDatabase();
  north = await member('North');
  south = await member('South');
  east = await member('East');
}, 60_000);
afterAll(() => test.close());

async function member(name: string, scopes: readonly Scope[] = ['read', 'review']): Promise<Principal> {
  const unit = await createUnit(test.db.kysely, { name });
  const keyId = newId();
  await test.db.kysely
    .insertInto('api_keys')
    .values({ id: keyId, unit_id: unit.id, label: name, secret_hash: keyId, scopes: [...scopes] })
    .execute();
  return { keyId, unit: { id: unit.id, name }, scopes: new Set(scopes), priorityCap: 5 };
}

/** A submission of the unit that has ended with the sample report, changed as given. */
async function reported(principal: Principal, change: Partial<Report> = {}): Promise<Report> {
  const sample = sampleReport();
  const marking = change.marking ?? sample.marking;
  const exhibits = sample.exhibits.map((e) => ({ ...e, id: newId(), marking }));
  const report: Report = {
    ...sample,
    id: newId(),
    submission: newId(),
    unit: principal.unit,
    exhibits,
    ...change,
  };
  const { kysely } = test.db;
  for (const { sha256, bytes } of exhibits)
    await kysely
      .insertInto('artefacts')
      .values({ sha256, bytes })
      .onConflict((c) => c.doNothing())
      .execute();
  const fields = {
    priority: 0,
    marking,
    markingIsDefault: false,
    note: null,
    source: null,
    archivePassword: 'S3cretPass',
  };
  await insertSubmission(
    kysely,
    {
      id: report.submission,
      unitId: principal.unit.id,
      keyId: principal.keyId,
      caseReference: 'CASE-77',
      ...fields,
    },
    exhibits,
  );
  await kysely
    .updateTable('submissions')
    .set({ state: 'reported' })
    .where('id', '=', report.submission)
    .execute();
  await insertReport(kysely, report);
  return report;
}

function put(principal: Principal, report: Report, change: Partial<ReleaseFields> = {}) {
  const fields = {
    conclusion: 'A fake broker.',
    marking: 'amber' as const,
    audience: { kind: 'own' as const },
    actionable: [],
  };
  return release(test.db, { principal, sourceIpClass: 'loopback' }, report.submission, {
    ...fields,
    ...change,
  });
}

describe('a release', () => {
  it('is seen by its audience and by nobody else, in reading, searching and evidence', async () => {
    const report = await reported(north);
    const made = await put(north, report, {
      audience: { kind: 'units', units: [south.unit.id] },
      conclusion: 'unmistakableword',
    });
    const seen = await Promise.all(
      [north, south, east].map(async (who) => [
        (await getRelease(test.db.kysely, who, made!.id)) !== undefined,
        (await searchReleases(test.db.kysely, who, { q: 'unmistakableword' }, { limit: 10 })).length,
        (await searchReleases(test.db.kysely, who, { submission: report.submission }, { limit: 10 })).length,
      ]),
    );
    expect(seen).toEqual([
      [true, 1, 1],
      [true, 1, 1],
      [false, 0, 0],
    ]);
    expect(await getRelease(test.db.kysely, east, newId())).toBeUndefined();
  });

  it('never leaves with what is sensitive, claimed names, case reference, source, note or password', async () => {
    const change = sampleReport();
    change.artefacts[1]!.runs[0]!.result.findings[0]!.detail =
      'opened with S3cretPass; see anna-example.zip, CASE-77';
    const report = await reported(north, { artefacts: change.artefacts });
    const made = await put(north, report, { audience: { kind: 'units', units: [south.unit.id] } });
    const text = JSON.stringify(await getRelease(test.db.kysely, south, made!.id));
    for (const secret of [
      '46701234567',
      'anna-example',
      'Anna Example',
      'CASE-77',
      'S3cretPass',
      "victim's phone",
    ])
      expect(text).not.toContain(secret);
    expect(text).toContain(WITHHELD);
    expect(text).toContain('exhibit 1');
    for (const writer of [toStixBundle, toCsv])
      expect(JSON.stringify(writer(made!))).not.toContain('46701234567');
    expect(await searchReleases(test.db.kysely, south, { indicator: '+46701234567' }, { limit: 5 })).toEqual(
      [],
    );
  });

  it('does not hand on pictures in which something of a victim was seen', async () => {
    const report = await reported(north);
    const run = report.artefacts.find((a) => a.artefact.sha256 === IMAGE_HASH)!.runs[0]!;
    const made = await put(north, report);
    expect(await getReleasedEvidence(test.db.kysely, north, made!.id, run.id, 'boxes.png')).toBeUndefined();
    run.result.indicators = run.result.indicators.filter((i) => !i.sensitive);
    const clean = await reported(north, { artefacts: report.artefacts });
    const other = await put(north, clean, { audience: { kind: 'units', units: [south.unit.id] } });
    expect(
      (await getReleasedEvidence(test.db.kysely, south, other!.id, run.id, 'boxes.png'))?.mediaType,
    ).toBe('image/png');
    expect(await getReleasedEvidence(test.db.kysely, east, other!.id, run.id, 'boxes.png')).toBeUndefined();
  });

  it('refuses a wider marking than the submission has, and says who may widen it', async () => {
    const report = await reported(north, { marking: 'amber+strict' });
    const refused = put(north, report, { marking: 'green', audience: { kind: 'own' } });
    await expect(refused).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/AMBER\+STRICT.*supplied it/),
    });
  });

  it('refuses a marking that is wider than one exhibit has', async () => {
    const report = sampleReport();
    const exhibits = [{ ...report.exhibits[0]!, id: newId(), marking: 'red' as const }];
    await expect(put(north, await reported(north, { exhibits }), { marking: 'amber' })).rejects.toMatchObject(
      { code: 'forbidden' },
    );
  });

  it.each([
    ['red', 'units'],
    ['red', 'everyone'],
    ['amber+strict', 'units'],
    ['amber+strict', 'everyone'],
    ['amber', 'everyone'],
  ] as const)('marked %s is not shown to %s', async (marking, kind) => {
    const report = await reported(north, { marking });
    const audience = kind === 'units' ? { kind, units: [south.unit.id] } : { kind };
    await expect(put(north, report, { marking, audience })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is made only by a reviewer of the unit itself; to others the submission does not exist', async () => {
    const report = await reported(north);
    expect(await put(south, report)).toBeUndefined();
    const reader = await member('Reader', ['read', 'submit']);
    await expect(put(reader, report)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('waits for the examination to end', async () => {
    const report = await reported(north);
    await test.db.kysely
      .updateTable('submissions')
      .set({ state: 'examining' })
      .where('id', '=', report.submission)
      .execute();
    await expect(put(north, report)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('gives standing only to the indicators the reviewer names, and to an artefact by its hash', async () => {
    const report = await reported(north);
    for (const { runs } of report.artefacts)
      for (const run of runs)
        run.result.indicators.forEach((i) => {
          i.standing = 'observed';
        });
    const fresh = await reported(north, { artefacts: report.artefacts });
    const made = await put(north, fresh, { actionable: ['ip:203.0.113.5', `file:${IMAGE_HASH}`] });
    const actionable = made!.report.artefacts
      .flatMap((e) => e.runs.flatMap((r) => r.result.indicators))
      .filter((i) => i.standing === 'actionable');
    expect(actionable.map((i) => `${i.kind}:${i.value}`).sort()).toEqual([
      `file:${IMAGE_HASH}`,
      'ip:203.0.113.5',
    ]);
    await expect(put(north, fresh, { actionable: ['ip:198.51.100.1'] })).rejects.toMatchObject({
      code: 'unprocessable',
    });
    await expect(put(north, fresh, { actionable: ['phone:+46701234567'] })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });

  it('refuses units that do not exist and keeps nothing', async () => {
    const report = await reported(north);
    await expect(
      put(north, report, { audience: { kind: 'units', units: [south.unit.id, newId()] } }),
    ).rejects.toMatchObject({ code: 'unprocessable' });
    expect(
      await searchReleases(test.db.kysely, north, { submission: report.submission }, { limit: 5 }),
    ).toEqual([]);
  });

  it('replaces the earlier release of its submission, and both are in the custody log', async () => {
    const report = await reported(north);
    const first = await put(north, report);
    const second = await put(north, report);
    expect((await getRelease(test.db.kysely, north, first!.id))?.withdrawnAt).not.toBeNull();
    const shelf = await searchReleases(
      test.db.kysely,
      north,
      { submission: report.submission },
      { limit: 5 },
    );
    expect(shelf.map((r) => r.id)).toEqual([second!.id]);
    const lines = await test.db.kysely
      .selectFrom('custody')
      .select('event')
      .where('submission_id', '=', report.submission)
      .orderBy('seq')
      .execute();
    expect(lines.map((l) => l.event)).toEqual(['released', 'withdrawn', 'released']);
    expect((await verifyCustody(test.db)).whole).toBe(true);
  });

  it('hides its content from other units once withdrawn, and its STIX report is revoked', async () => {
    const report = await reported(north, { marking: 'green' });
    const made = await put(north, report, { marking: 'green', audience: { kind: 'everyone' } });
    expect(await withdraw(test.db, { principal: south, sourceIpClass: 'none' }, made!.id)).toBeUndefined();
    const withdrawn = await withdraw(test.db, { principal: north, sourceIpClass: 'none' }, made!.id);
    expect(withdrawn?.withdrawnAt).not.toBeNull();
    const seen = await getRelease(test.db.kysely, east, made!.id);
    expect([seen?.report.artefacts, seen?.conclusion]).toEqual([
      [],
      'Withdrawn by the unit that released it.',
    ]);
    expect(toStixBundle(seen!).objects.find((o) => o.type === 'report')).toMatchObject({ revoked: true });
    expect(
      await searchReleases(
        test.db.kysely,
        east,
        { submission: report.submission, withdrawn: true },
        { limit: 5 },
      ),
    ).toEqual([]);
    expect(
      await searchReleases(
        test.db.kysely,
        north,
        { submission: report.submission, withdrawn: true },
        { limit: 5 },
      ),
    ).toHaveLength(1);
  });

  it('does not tell a receiving unit who else received it', async () => {
    const made = await put(north, await reported(north), {
      audience: { kind: 'units', units: [south.unit.id, east.unit.id] },
    });
    const seen = await getRelease(test.db.kysely, south, made!.id);
    expect(seen?.audience).toEqual({ kind: 'units', units: [south.unit.id] });
  });
});

describe('the search', () => {
  it('finds by words, indicator, host of an address, hash, kind and date', async () => {
    const made = await put(north, await reported(north), { conclusion: 'The quokka broker imitates a bank' });
    const find = async (filters: object) =>
      (await searchReleases(test.db.kysely, north, filters, { limit: 200 })).some((r) => r.id === made!.id);
    const at = new Date(made!.releasedAt);
    expect(await find({ q: 'quokka broker' })).toBe(true);
    expect(await find({ q: 'quokka -broker' })).toBe(false);
    expect(await find({ indicator: 'SCAM-invest.example' })).toBe(true);
    expect(await find({ indicator: 'api.scam-invest.example' })).toBe(true);
    expect(await find({ indicator: 'api.scam-invest.example', kind: 'wallet' })).toBe(false);
    expect(await find({ sha256: APK_HASH })).toBe(true);
    expect(await find({ sha256: '9'.repeat(64) })).toBe(false);
    expect(await find({ kind: 'wallet' })).toBe(true);
    expect(await find({ kind: 'team-id' })).toBe(false);
    expect(await find({ since: at })).toBe(true);
    expect(await find({ until: at })).toBe(false);
  });

  it('takes hostile words as words', async () => {
    for (const q of ["'; drop table releases; --", '\u0000', '((((', '"', '%', '\\', '<->', '😀'.repeat(500)])
      expect(
        Array.isArray(await searchReleases(test.db.kysely, north, { q, indicator: q }, { limit: 5 })),
      ).toBe(true);
  });

  it('pages without loss or repetition while new releases arrive', async () => {
    const west = await member('West');
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await put(west, await reported(west)))!.id);
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await searchReleases(
        test.db.kysely,
        west,
        {},
        { limit: 2, ...(after === undefined ? {} : { after }) },
      );
      seen.push(...page.map((r) => r.id));
      if (page.length < 2) break;
      after = page.at(-1)!.id;
      if (seen.length === 2) await put(west, await reported(west));
    }
    expect(seen).toEqual(ids.reverse());
  });
});
