import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyResult, Manifest, type RunOutcome } from '../../src/contract/index.ts';
import { listen } from '../../src/library/index.ts';
import {
  DEFAULT_TREE_LIMITS,
  type LoadedAnalyzer,
  openQueue,
  type Plan,
  startDispatcher,
  startWorker,
} from '../../src/pipeline/index.ts';
import type { JailRequest } from '../../src/sandbox/index.ts';
import { everything, openTestApi, type TestApi } from '../support/api.ts';
import { Opened, quietLog } from '../support/examination.ts';

const limits = {
  inputBytes: 1e9,
  wallSeconds: 10,
  cpuSeconds: 10,
  memoryMiB: 64,
  outputBytes: 1e6,
  workdirMiB: 1,
  children: 0,
};
const plan: Plan = {
  analyzers: [load('identify', '*'), load('witness', 'text/plain')],
  limits: DEFAULT_TREE_LIMITS,
  producerVersion: '0.1.0',
};

function load(name: string, mediaType: string): LoadedAnalyzer {
  const manifest = { name, version: '1.0.0', summary: `Is ${name}.`, accepts: [{ mediaType }], limits };
  return { manifest: Manifest.parse(manifest), folder: '', models: {}, versions: {} };
}

/** In the jail's place: names every artefact text, and shows one evidence file once the gate is open. */
let gate = Promise.resolve();
async function run(request: JailRequest): Promise<RunOutcome> {
  const base = {
    status: 'completed' as const,
    coverage: { examined: ['all'], notExamined: [] },
    isolation: 'process' as const,
    durationMs: 1,
  };
  if (request.manifest.name === 'identify')
    return { ...base, result: { ...emptyResult(), mediaTypes: ['text/plain'] } };
  request.onProgress?.(0.5, 'half way');
  const stopped = new Promise((resolve) => request.signal?.addEventListener('abort', resolve));
  await Promise.race([gate, stopped]);
  if (request.signal?.aborted) {
    const ended = { status: 'failed', failure: 'cancelled', detail: 'Stopped.' } as const;
    return { ...base, ...ended, result: emptyResult() };
  }
  async function* bytes(): AsyncIterable<Uint8Array> {
    yield Buffer.from('shown');
  }
  const stored = await request.store(bytes());
  const evidence = [{ id: 'shot', mediaType: 'text/plain' as const, caption: 'What was seen', ...stored }];
  return { ...base, result: { ...emptyResult(), evidence } };
}

const opened = new Opened();
let api: TestApi;
let north: string;

beforeAll(async () => {
  api = opened.use(
    await openTestApi({
      plan,
      limits: { maxUploadBytes: 1e6, maxFiles: 5, requestsPerMinute: 1e5, eventStreamsPerKey: 3 },
    }),
  );
  north = await api.keyOf('North');
  const { db, databaseUrl, store, folder } = api;
  const log = quietLog();
  const hear = (channel: string, onNotify: (payload: string) => void) =>
    listen(databaseUrl, channel, onNotify);
  const queue = opened.use(await openQueue({ databaseUrl, log }));
  const scratch = join(folder, 'scratch');
  await mkdir(scratch);
  opened.use(
    await startWorker({
      db,
      plan,
      queue,
      store,
      jails: { run },
      listen: hear,
      log,
      scratch,
      name: 'test',
      concurrency: 2,
    }),
  );
  opened.use(await startDispatcher({ db, plan, queue, listen: hear, log, maxInFlight: 10 }));
}, 60_000);
afterAll(() => opened[Symbol.asyncDispose]());

interface Heard {
  readonly id: string | undefined;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  readonly data: any;
}

async function* follow(id: string, key: string, lastEventId?: string): AsyncGenerator<Heard> {
  const headers = {
    authorization: `Bearer ${key}`,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`${api.url}/api/v1/submissions/${id}/events`, { headers });
  if (response.status !== 200) throw new Error(String(response.status));
  let text = '';
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const event = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (event) yield event;
    }
  }
}

function parse(block: string): Heard | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const data = field('data');
  return data === undefined
    ? undefined
    : { id: field('id'), type: field('event') ?? 'message', data: JSON.parse(data) };
}

async function all(events: AsyncGenerator<Heard>): Promise<Heard[]> {
  const heard: Heard[] = [];
  for await (const event of events) heard.push(event);
  return heard;
}

async function reported(id: string, key = north): Promise<void> {
  for await (const _event of follow(id, key));
}

describe('following a submission', () => {
  it('tells what happens as it happens and ends with the report', async () => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const { id } = await api.submit(north, 'followed');
    const heard: Heard[] = [];
    for await (const event of follow(id, north)) {
      heard.push(event);
      if (event.type === 'progress') open();
    }
    const progress = heard.find((event) => event.type === 'progress');
    expect(progress).toMatchObject({ id: undefined, data: { fraction: 0.5, label: 'half way' } });
    const stored = heard.filter((event) => event.id !== undefined).map((event) => Number(event.id));
    expect(stored).toEqual([...stored].sort((a, b) => a - b));
    expect(new Set(stored).size).toBe(stored.length);
    expect(heard.at(-1)).toMatchObject({ type: 'state', data: { state: 'reported' } });
    const report = await api.send('GET', `/api/v1/submissions/${id}/report`, north);
    expect(report.json.artefacts[0].runs).toHaveLength(2);
  });

  it('goes on after the last event that was seen, and misses none', async () => {
    const { id } = await api.submit(north, 'resumed');
    await reported(id);
    const whole = (await all(follow(id, north))).filter((event) => event.id !== undefined);
    expect(whole.length).toBeGreaterThan(3);
    const rest = await all(follow(id, north, whole[1]?.id));
    expect(rest).toEqual(whole.slice(2));
    const bad = await api.send('GET', `/api/v1/submissions/${id}/events`, north, {
      headers: { 'Last-Event-ID': '-1; drop' },
    });
    expect(bad.status).toBe(400);
  });

  it('is allowed to each key only a few times at once', async () => {
    gate = new Promise(() => undefined);
    const { id } = await api.submit(north, 'watched by many');
    const controllers = [1, 2, 3].map(() => new AbortController());
    const headers = { authorization: `Bearer ${north}` };
    const url = `${api.url}/api/v1/submissions/${id}/events`;
    for (const { signal } of controllers) expect((await fetch(url, { headers, signal })).status).toBe(200);
    expect((await fetch(url, { headers })).status).toBe(429);
    for (const controller of controllers) controller.abort();
    let status = 429;
    for (let i = 0; i < 50 && status === 429; i++) {
      await wait(20);
      const again = new AbortController();
      status = (await fetch(url, { headers, signal: again.signal })).status;
      again.abort();
    }
    expect(status).toBe(200);
    const cancelled = await api.send('POST', `/api/v1/submissions/${id}/cancel`, north);
    expect(cancelled.json.state).toBe('cancelled');
    gate = Promise.resolve();
    const heard = await all(follow(id, north));
    expect(heard.at(-1)?.data.state).toBe('cancelled');
  });

  it('says that the report is not there yet with 409, and when to ask again', async () => {
    gate = new Promise(() => undefined);
    const { id } = await api.submit(north, 'not yet');
    const early = await api.send('GET', `/api/v1/submissions/${id}/report`, north);
    expect(early.status).toBe(409);
    expect(early.headers.get('retry-after')).toBe('2');
    await api.send('POST', `/api/v1/submissions/${id}/cancel`, north);
    gate = Promise.resolve();
    const report = await api.send('GET', `/api/v1/submissions/${id}/report`, north);
    expect(report.json.status).toBe('cancelled');
  });
});

describe('evidence', () => {
  it('is served with the type it was made with, and to those it was released to', async () => {
    const { id } = await api.submit(north, 'shown to south', { marking: 'green' });
    await reported(id);
    const report = await api.send('GET', `/api/v1/submissions/${id}/report`, north);
    const run = report.json.artefacts[0].runs.find(
      (one: { analyzer: string }) => one.analyzer === 'witness',
    ).id;
    const own = await api.send('GET', `/api/v1/runs/${run}/evidence/shot`, north);
    expect(own.text).toBe('shown');
    expect(own.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(own.headers.get('content-security-policy')).toContain('sandbox');
    const south = await api.keyOf('South', everything);
    expect((await api.send('GET', `/api/v1/runs/${run}/evidence/shot`, south)).status).toBe(404);
    const body = JSON.stringify({ conclusion: 'Seen.', marking: 'green', audience: { kind: 'everyone' } });
    const headers = { 'content-type': 'application/json' };
    const made = await api.send('POST', `/api/v1/submissions/${id}/releases`, north, { body, headers });
    const path = `/api/v1/library/${made.json.id}/evidence/${run}/shot`;
    const theirs = await api.send('GET', path, south);
    expect(theirs.text).toBe('shown');
    const again = await api.send('GET', path, south, {
      headers: { 'if-none-match': theirs.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    await api.send('POST', `/api/v1/library/${made.json.id}/withdraw`, north);
    expect((await api.send('GET', path, south)).status).toBe(404);
  });
});

it('lists what is installed, with versions and limits', async () => {
  const { json } = await api.send('GET', '/api/v1/analyzers', north);
  expect(json.items.map((one: { name: string }) => one.name)).toEqual(['identify', 'witness']);
  expect(json.items[1]).toMatchObject({ version: '1.0.0', limits: { wallSeconds: 10 } });
});

it('answers a second submission of the same bytes from what is known, and says so', async () => {
  const first = await api.submit(north, 'known already');
  await reported(first.id);
  const second = await api.submit(north, 'known already');
  expect(second.state).toBe('reported');
  const report = await api.send('GET', `/api/v1/submissions/${second.id}/report`, north);
  expect(report.json.artefacts[0].runs.every((one: { reused: boolean }) => one.reused)).toBe(true);
  const view = await api.send(
    'GET',
    `/api/v1/artefacts/${createHash('sha256').update('known already').digest('hex')}`,
    north,
  );
  expect(view.json.mediaTypes).toEqual(['text/plain']);
  expect(view.json.exhibits).toHaveLength(2);
});
