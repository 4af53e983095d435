import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../analyzers/apk/index.ts';
import { manifest as apkManifest } from '../../analyzers/apk/manifest.ts';
import { manifest as identifyManifest } from '../../analyzers/identify/manifest.ts';
import { emptyResult, Manifest, type ManifestInput, type RunOutcome } from '../../src/contract/index.ts';
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
import { openTestApi, type TestApi } from '../support/api.ts';
import { buildAxml } from '../support/build-axml.ts';
import { buildZip } from '../support/build-zip.ts';
import { Opened, quietLog } from '../support/examination.ts';
import { recordingContext } from '../support/recording-sink.ts';

const load = (manifest: ManifestInput): LoadedAnalyzer => ({
  manifest: Manifest.parse(manifest),
  folder: '',
  models: {},
  versions: {},
});
const plan: Plan = {
  analyzers: [load(identifyManifest), load(apkManifest)],
  limits: DEFAULT_TREE_LIMITS,
  producerVersion: '0.1.0',
};

/** The real analyzer of apps, without a jail around it. Of the two inputs here those that begin as a ZIP are apps. */
async function run({ manifest, input }: JailRequest): Promise<RunOutcome> {
  const base = { status: 'completed' as const, isolation: 'process' as const, durationMs: 1 };
  const coverage = { examined: ['all'], notExamined: [] };
  if (manifest.name === 'identify') {
    const isApp = input.bytes > 100;
    const mediaType = isApp ? 'application/vnd.android.package-archive' : 'text/plain';
    return { ...base, coverage, result: { ...emptyResult(), mediaTypes: [mediaType] } };
  }
  const context = recordingContext({ workdir: '/nonexistent' });
  await analyze({ ...input, mediaTypes: [] }, context);
  return { ...base, coverage, result: { ...context.sink.result, evidence: [], children: [] } };
}

function app(version: string, permission: string): Buffer {
  const named = (name: string, value: string) => ({
    name,
    attributes: [{ name: 'name', id: 0x01010003, value }],
  });
  const content = buildAxml({
    name: 'manifest',
    attributes: [
      { name: 'package', value: 'com.example.pair' },
      { name: 'versionName', id: 0x0101021c, value: version },
    ],
    children: [named('uses-permission', permission), { name: 'application' }],
  });
  return buildZip([
    { name: 'AndroidManifest.xml', content, deflate: true },
    { name: 'assets/config.json', content: Buffer.from(JSON.stringify({ list: 'x'.repeat(2000) })) },
  ]);
}

const opened = new Opened();
let api: TestApi;
const keys = { north: '', south: '' };
const hashes = { first: '', second: '', text: '' };

beforeAll(async () => {
  api = opened.use(await openTestApi({ plan }));
  keys.north = await api.keyOf('North');
  keys.south = await api.keyOf('South');
  const { db, databaseUrl, store, folder } = api;
  const log = quietLog();
  const hear = (channel: string, onNotify: (payload: string) => void) =>
    listen(databaseUrl, channel, onNotify);
  const scratch = join(folder, 'scratch');
  await mkdir(scratch);
  const queue = opened.use(await openQueue({ databaseUrl, log }));
  opened.use(await startDispatcher({ db, queue, log, plan, listen: hear, maxInFlight: 10 }));
  const jails = { run: (request: JailRequest) => run(request) };
  const hands = { name: 'test', concurrency: 2 };
  opened.use(await startWorker({ ...hands, db, plan, jails, store, queue, scratch, log, listen: hear }));
  hashes.first = await examined(app('1.0', 'android.permission.CAMERA'), 'a.apk');
  hashes.second = await examined(app('2.0', 'android.permission.READ_SMS'), 'b.apk');
  hashes.text = await examined(Buffer.from('a note'), 'note.txt');
}, 60_000);
afterAll(() => opened[Symbol.asyncDispose]());

/** Sends one file for North and waits for its report. */
async function examined(bytes: Buffer, name: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const sent = await api.send('POST', '/api/v1/submissions', keys.north, { body: form });
  for (let tries = 0; tries < 400; tries++) {
    const { json } = await api.send('GET', `/api/v1/submissions/${sent.json.id}`, keys.north);
    if (json.state === 'reported') return json.exhibits[0].sha256;
    await wait(50);
  }
  throw new Error(`${name} was not reported`);
}

const compare = (a: string, b: string, key: string) =>
  api.send('GET', `/api/v1/artefacts/${a}/compare/${b}`, key);

describe('comparing two apps through the API', () => {
  it('says what both share, how alike they are and in what they differ', async () => {
    const { status, json } = await compare(hashes.first, hashes.second, keys.north);
    expect(status).toBe(200);
    expect(json.a).toEqual({ sha256: hashes.first, package: 'com.example.pair', version: '1.0' });
    expect(json.shared).toContainEqual(
      expect.objectContaining({ id: 'files', telling: false, values: ['assets/config.json (2011 bytes)'] }),
    );
    expect(json.likeness).toContainEqual(expect.objectContaining({ kind: 'minhash-files-v1' }));
    expect(json.differences).toContainEqual(
      expect.objectContaining({
        id: 'permissions',
        onlyA: ['android.permission.CAMERA'],
        onlyB: ['android.permission.READ_SMS'],
      }),
    );
    expect(json.limits[0]).toMatch(/^Similarity is not identity/);
  });

  it('does not tell another unit that the bytes are known', async () => {
    const known = await compare(hashes.first, hashes.second, keys.south);
    const unknown = await compare('0'.repeat(64), 'f'.repeat(64), keys.south);
    expect([known.status, unknown.status]).toEqual([404, 404]);
    expect(known.json.detail.replace(hashes.first, '')).toBe(unknown.json.detail.replace('0'.repeat(64), ''));
  });

  it('says that a note is no examined app', async () => {
    const answer = await compare(hashes.first, hashes.text, keys.north);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toContain('has not been examined as an app');
  });
});
