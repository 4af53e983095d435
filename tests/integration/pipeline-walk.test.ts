import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Principal, Report } from '../../src/contract/index.ts';
import {
  getReport,
  getSubmission,
  listSubmissions,
  readCustody,
  readEvents,
  verifyCustody,
} from '../../src/library/index.ts';
import {
  examineFiles,
  openQueue,
  type RunQueue,
  reanalyse,
  receive,
  startDispatcher,
  startWorker,
} from '../../src/pipeline/index.ts';
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
    const report = Report.parse(await reportFor(desk, sent.id));
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

  it('sent again is answered at once from results at hand, and the report says from when', async () => {
    const desk = await deskOf('again');
    const first = await reportFor(desk, (await submitTexts(desk, ['same'])).id);
    const sent = await submitTexts(desk, ['same']);
    expect(sent.state).toBe('reported');
    const second = await reportFor(desk, sent.id);
    const runs = second.artefacts.flatMap((artefact) => artefact.runs);
    expect(runs.map((run) => run.reused)).toEqual([true, true, true]);
    expect(runs.map((run) => [run.id, run.finishedAt])).toEqual(
      first.artefacts.flatMap((artefact) => artefact.runs).map((run) => [run.id, run.finishedAt]),
    );
    const lines = await readCustody(desk.db.kysely, { unit: desk.principal.unit.id, submission: sent.id });
    expect(lines.map((line) => line.event)).toEqual([
      'duplicate-received',
      'stored',
      ...Array.from({ length: 4 }, () => 'analysed'),
    ]);
  });

  it('of another unit with the same bytes is examined as if nobody had them', async () => {
    const [ours, theirs] = [await deskOf('ours'), await deskOf('theirs')];
    await reportFor(ours, (await submitTexts(ours, ['secret'])).id);
    const sent = await submitTexts(theirs, ['secret']);
    expect(sent.state).toBe('queued');
    const report = await reportFor(theirs, sent.id);
    expect(report.artefacts[0]?.runs.map((run) => run.reused)).toEqual([false, false, false]);
    const unit = theirs.principal.unit.id;
    const lines = await readCustody(theirs.db.kysely, { unit, submission: sent.id });
    expect(lines.map((line) => line.event)).not.toContain('duplicate-received');
    expect(await getSubmission(ours.db.kysely, ours.principal.unit.id, sent.id)).toBeUndefined();
    expect(await getReport(ours.db.kysely, ours.principal.unit.id, sent.id)).toBeUndefined();
  });

  it('that is sent many times at once shares its runs and is examined once', async () => {
    const desk = await deskOf('many');
    const sent = await Promise.all(Array.from({ length: 10 }, () => submitTexts(desk, ['crowd'])));
    const reports = await Promise.all(sent.map(({ id }) => reportFor(desk, id)));
    const ids = reports.map((report) => report.artefacts[0]?.runs.map((run) => run.id));
    expect(new Set(ids.map((id) => JSON.stringify(id))).size).toBe(1);
    expect(await verifyCustody(desk.db)).toMatchObject({ whole: true });
  });

  it('holding one file twice has two exhibits and one artefact', async () => {
    const desk = await deskOf('twice');
    const report = await reportFor(desk, (await submitTexts(desk, ['twin', 'twin'])).id);
    expect(report.exhibits).toHaveLength(2);
    expect(report.artefacts).toHaveLength(1);
  });

  it('is never marked less strictly than its strictest exhibit', async () => {
    const desk = await deskOf('marked');
    const stored = await store.put(Readable.from([Buffer.from('red')]), { maxBytes: 100 });
    const sent = await receive(desk.db, plan, {
      principal: desk.principal,
      sourceIpClass: 'loopback',
      fields: { priority: 0, marking: 'green' },
      exhibits: [{ ...stored, claimedName: 'a\u0000b', marking: 'red' }],
    });
    expect(sent.exhibits).toMatchObject([{ marking: 'red', claimedName: 'a\u2400b' }]);
    expect(await reportFor(desk, sent.id)).toMatchObject({ marking: 'red', markingIsDefault: false });
  });

  it('with more files than allowed is refused and leaves nothing', async () => {
    const desk = await deskOf('crowded');
    await expect(
      submitTexts(
        desk,
        Array.from({ length: 101 }, (_, i) => `${i}`),
      ),
    ).rejects.toMatchObject({
      code: 'unprocessable',
    });
    expect(await listSubmissions(desk.db.kysely, desk.principal.unit.id, {}, { limit: 10 })).toEqual([]);
  });

  it('is listed by pages that neither repeat nor skip', async () => {
    const desk = await deskOf('pages');
    const ids = [];
    for (let i = 0; i < 5; i++)
      ids.push((await submitTexts(desk, ['page'], { caseReference: `C${i % 2}` })).id);
    const unit = desk.principal.unit.id;
    const first = await listSubmissions(desk.db.kysely, unit, {}, { limit: 3 });
    const second = await listSubmissions(
      desk.db.kysely,
      unit,
      {},
      { limit: 3, after: first.at(-1)?.id ?? '' },
    );
    expect([...first, ...second].map(({ id }) => id)).toEqual(ids.toReversed());
    const filtered = await listSubmissions(desk.db.kysely, unit, { caseReference: 'C1' }, { limit: 10 });
    expect(filtered.map(({ id }) => id)).toEqual([ids[3], ids[1]]);
  });

  it('examined again is really examined again, as a new revision beside the old one', async () => {
    const desk = await deskOf('revised');
    const unit = desk.principal.unit.id;
    const sent = await submitTexts(desk, ['revise me']);
    const first = await reportFor(desk, sent.id);
    const asking = { principal: desk.principal, sourceIpClass: 'loopback' as const };
    const again = await reanalyse(desk.db, plan, sent.id, asking);
    expect(again).toMatchObject({ revision: 2, state: 'queued' });
    await expect(reanalyse(desk.db, plan, sent.id, asking)).rejects.toMatchObject({ code: 'conflict' });
    const second = await reportFor(desk, sent.id);
    expect(second.revision).toBe(2);
    const runs = second.artefacts.flatMap((artefact) => artefact.runs);
    expect(runs.map((run) => run.reused)).toEqual([false, false, false]);
    expect(await getReport(desk.db.kysely, unit, sent.id, 1)).toEqual(first);
    const stranger = await deskOf('stranger');
    expect(
      await reanalyse(desk.db, plan, sent.id, { ...asking, principal: stranger.principal }),
    ).toBeUndefined();
  });
});

describe('examining without a server', () => {
  it('gives the same report as the service, but for names and times', async () => {
    const desk = await deskOf('both');
    const text = JSON.stringify({ a: 'one', b: { c: 'two', d: 'one' } });
    const path = `${folder.path}/file-0.txt`;
    await writeFile(path, text);
    const served = await reportFor(desk, (await submitTexts(desk, [text])).id);
    const events: string[] = [];
    const local = Report.parse(
      await examineFiles([path], {
        plan,
        jails,
        store,
        scratch: `${folder.path}/local`,
        concurrency: 2,
        onEvent: (event) => void events.push(event.type),
      }),
    );
    expect(timeless(local)).toEqual(timeless(served));
    expect(events.at(-1)).toBe('state');
  });

  it('stops when it is told to and says what was not examined', async () => {
    const path = `${folder.path}/stopped.txt`;
    await writeFile(path, 'stop');
    const stop = new AbortController();
    const report = await examineFiles([path], {
      plan,
      jails,
      store,
      scratch: `${folder.path}/local`,
      concurrency: 1,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === 'run' && event.status === 'completed') stop.abort();
      },
    });
    expect(report.status).toBe('cancelled');
    expect(report.artefacts[0]?.runs.map((run) => run.analyzer)).toEqual(['identify']);
    expect(report.notExamined.map((gap) => gap.what)).toEqual([
      'Examination by nothing',
      'Examination by unpack',
    ]);
  });
});

/** A report without what differs each time. */
function timeless(report: Report) {
  return {
    ...report,
    id: '',
    submission: '',
    unit: null,
    submittedAt: '',
    producedAt: '',
    exhibits: report.exhibits.map((exhibit) => ({ ...exhibit, id: '' })),
    artefacts: report.artefacts.map((artefact) => ({
      ...artefact,
      runs: artefact.runs.map((run) => ({ ...run, id: '', startedAt: '', finishedAt: '', durationMs: 0 })),
    })),
  };
}
