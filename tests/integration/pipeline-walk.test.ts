import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Principal, Report } from '../../src/contract/index.ts';
import { readCustody, readEvents, verifyCustody } from '../../src/library/index.ts';
import { openQueue, type RunQueue, startDispatcher, startWorker } from '../../src/pipeline/index.ts';
import type { Jails } from '../../src/sandbox/index.ts';
import type { ByteStore } from '../../src/storage/index.ts';
import {
  createPrincipal,
  type Desk,
  hashOf,
  listenTo,
  Opened,
  openTestStore,
  openTrialJails,
  planOf,
  quietLog,
  reportFor,
  submitTexts,
  testFolder,
  trial,
} from '../support/examination.ts';
import { openTestDatabase, type TestDatabase } from '../support/open-test-database.ts';

const plan = planOf([trial('unpack'), trial('nothing')], { maxDepth: 2 });
const folder = testFolder();
const stack = new Opened();
let database: TestDatabase;
let store: ByteStore;
let jails: Jails;
let queue: RunQueue;
const log: string[] = [];

beforeAll(async () => {
  database = stack.use(await openTestDatabase());
  store = await openTestStore(folder.path);
  jails = stack.use(await openTrialJails(`${folder.path}/jails`, plan));
  queue = stack.use(await openQueue({ databaseUrl: database.db.url, log: quietLog(log) }));
  const options = { db: database.db, plan, queue, listen: listenTo(database.db.url), log: quietLog(log) };
  stack.use(await startDispatcher({ ...options, maxInFlight: 16 }));
  stack.use(
    await startWorker({
      ...options,
      store,
      jails,
      scratch: `${folder.path}/scratch`,
      name: 'w1',
      concurrency: 2,
    }),
  );
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function deskOf(unit: string): Promise<Desk> {
  const principal: Principal = await createPrincipal(database.db, unit);
  return { db: database.db, plan, store, principal };
}

describe('a submission', () => {
  it('is examined to a valid report, with events and an unbroken custody log', async () => {
    const desk = await deskOf('first');
    const text = JSON.stringify({ 'a.txt': 'alpha', 'b.txt': 'beta', 'inner.json': { 'c.txt': 'gamma' } });
    const sent = await submitTexts(desk, [text], { caseReference: 'CASE-1' });
    expect(sent.state).toBe('queued');
    const report = Report.parse(await reportFor(desk, sent.id, 8).finally(() => console.log(log)));
    expect(log).toEqual([]);
    expect(report.artefacts.map(({ depth }) => depth)).toEqual([0, 1, 1, 1, 2]);
    expect(report.artefacts.map(({ artefact }) => artefact.sha256)).toEqual([
      hashOf(text),
      hashOf('alpha'),
      hashOf('beta'),
      hashOf('{"c.txt":"gamma"}'),
      hashOf('gamma'),
    ]);
    for (const { runs } of report.artefacts) {
      expect(runs.map((run) => run.analyzer)).toEqual(['identify', 'nothing', 'unpack']);
      expect(runs.map((run) => run.status)).toEqual(['completed', 'completed', 'completed']);
    }
    const events = await readEvents(desk.db.kysely, sent.id, 0);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'state', state: 'reported' });
    const lines = await readCustody(desk.db.kysely, { unit: desk.principal.unit.id, submission: sent.id });
    expect(lines.filter((line) => line.event === 'analysed')).toHaveLength(15 + 1);
    expect(await verifyCustody(desk.db)).toMatchObject({ whole: true });
  });
});
