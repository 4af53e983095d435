import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApi, ipClass } from '../../src/api/index.ts';
import { APP_ANALYZERS, compareApps } from '../../src/apps/index.ts';
import type { Principal, Report, Scope } from '../../src/contract/index.ts';
import {
  authenticate,
  createKey,
  ensureUnit,
  insertReport,
  insertSubmission,
  type LibraryDb,
  listen,
  newId,
} from '../../src/library/index.ts';
import { createSite } from '../../src/site/index.ts';
import { openDiskStore } from '../../src/storage/index.ts';
import { emptyPlan, everything } from './api.ts';
import { Opened, testFolder } from './examination.ts';
import { openTestDatabase } from './open-test-database.ts';

export interface TestSite extends AsyncDisposable {
  readonly url: string;
  readonly db: LibraryDb;
  /** Makes the unit and a key of it. */
  member(
    unit: string,
    scopes?: readonly Scope[],
  ): Promise<{ readonly key: string; readonly principal: Principal }>;
  /** Writes down a submission of the unit that ended with this report, as the pipeline would. Evidence is not stored. */
  report(principal: Principal, report: Report): Promise<Report>;
  /** Keeps bytes, for evidence. */
  store(bytes: Buffer): Promise<{ readonly sha256: string; readonly bytes: number }>;
}

/** The API with its pages on a free port, with a real database and store. Without analyzers each submission ends at once. */
export async function openTestSite(): Promise<TestSite> {
  const opened = new Opened();
  const { path: folder } = opened.use(testFolder());
  const database = opened.use(await openTestDatabase());
  const { db } = database;
  const store = await openDiskStore({ folder: join(folder, 'store') });
  const log = pino({ level: 'silent' });
  const api = opened.use(
    await createApi({
      db,
      store,
      plan: emptyPlan,
      log,
      listen: (channel, onNotify) => listen(database.server.url, channel, onNotify),
      models: [],
      comparing: { analyzers: APP_ANALYZERS, compare: compareApps },
      uploadsFolder: join(folder, 'uploads'),
      limits: { maxUploadBytes: 16 * 1024 ** 2, maxFiles: 20, requestsPerMinute: 100_000 },
      allowedHosts: [],
      trustedProxies: 0,
      metrics: 'off',
      site: createSite({ db, store, plan: emptyPlan, log, ipClass }),
    }),
  );
  const server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.use({
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  async function* only(bytes: Buffer) {
    yield bytes;
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    db,
    member: async (unit, scopes = everything) => {
      const { id } = await ensureUnit(db.kysely, { name: unit });
      const { secret } = await createKey(db.kysely, { unit: id, label: 'test', scopes });
      return { key: secret, principal: (await authenticate(db.kysely, secret))! };
    },
    report: (principal, report) => writeReport(db, principal, report),
    store: (bytes) => store.put(only(bytes), { maxBytes: 1e8 }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

async function writeReport(db: LibraryDb, principal: Principal, sample: Report): Promise<Report> {
  const exhibits = sample.exhibits.map((exhibit) => ({ ...exhibit, id: newId() }));
  const report = { ...sample, id: newId(), submission: newId(), unit: principal.unit, exhibits };
  const { kysely } = db;
  for (const { artefact } of report.artefacts)
    await kysely
      .insertInto('artefacts')
      .values({ sha256: artefact.sha256, bytes: artefact.bytes })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  await insertSubmission(
    kysely,
    {
      id: report.submission,
      unitId: principal.unit.id,
      keyId: principal.keyId,
      priority: 0,
      marking: report.marking,
      markingIsDefault: report.markingIsDefault,
      caseReference: report.caseReference ?? null,
      note: report.note ?? null,
      source: report.source ?? null,
      archivePassword: null,
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
