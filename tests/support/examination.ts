import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { manifest as identify } from '../../analyzers/identify/manifest.ts';
import {
  Manifest,
  type Principal,
  type Report,
  type Sha256,
  type Submission,
  type SubmissionFields,
} from '../../src/contract/index.ts';
import {
  createUnit,
  getReport,
  getSubmission,
  type LibraryDb,
  listen,
  newId,
} from '../../src/library/index.ts';
import {
  DEFAULT_TREE_LIMITS,
  type Listen,
  type LoadedAnalyzer,
  type Log,
  type Plan,
  receive,
  type TreeLimits,
} from '../../src/pipeline/index.ts';
import { type Jails, openJails } from '../../src/sandbox/index.ts';
import { type ByteStore, openDiskStore } from '../../src/storage/index.ts';
import { trialManifest } from './jail-trials.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** One of the analyzers under tests/support/analyzers, taking every artefact. */
export function trial(name: string, changes: Parameters<typeof trialManifest>[1] = {}): LoadedAnalyzer {
  return load(trialManifest(name, { children: 100, ...changes }, { accepts: [{ mediaType: '*' }] }));
}

/** A plan of the real `identify` and these analyzers. */
export function planOf(analyzers: readonly LoadedAnalyzer[], limits: Partial<TreeLimits> = {}): Plan {
  const all = [load(Manifest.parse(identify)), ...analyzers];
  return { analyzers: all, limits: { ...DEFAULT_TREE_LIMITS, ...limits }, producerVersion: '0.1.0' };
}

function load(manifest: Manifest): LoadedAnalyzer {
  return { manifest, folder: '', models: {}, versions: {} };
}

/** Real jails over the built analyzers and the trial ones. Needs dist/. */
export function openTrialJails(scratch: string, plan: Plan, spares = 0): Promise<Jails> {
  return openJails({
    root,
    modelsFolder: join(root, 'models'),
    isolation: 'bubblewrap',
    spares,
    scratch,
    manifests: plan.analyzers.map((analyzer) => analyzer.manifest),
    analyzerFolders: [join(root, 'dist/analyzers'), join(root, 'tests/support/analyzers')],
  });
}

/** A folder of this test's own, removed when disposed. */
export function testFolder(): AsyncDisposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'assay-pipeline-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

export function listenTo(url: string): Listen {
  return (channel, onNotify) => listen(url, channel, onNotify);
}

/** Keeps nothing but warnings, for a test that wants to see them. */
export function quietLog(lines: string[] = []): Log {
  const keep = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { info: () => undefined, warn: keep, error: keep };
}

/** A unit with a key that may do everything. */
export async function createPrincipal(db: LibraryDb, name: string, inFlightCap = 8): Promise<Principal> {
  const unit = await createUnit(db.kysely, { name, inFlightCap, quotaOpenSubmissions: 10_000 });
  const keyId = newId();
  await db.kysely
    .insertInto('api_keys')
    .values({ id: keyId, unit_id: unit.id, label: 'test', secret_hash: keyId, scopes: ['submit', 'read'] })
    .execute();
  return {
    keyId,
    unit: { id: unit.id, name: unit.name },
    scopes: new Set(['submit', 'read'] as const),
    priorityCap: 9,
  };
}

export interface Desk {
  readonly db: LibraryDb;
  readonly plan: Plan;
  readonly store: ByteStore;
  readonly principal: Principal;
}

/** Stores texts as files and submits them together. */
export async function submitTexts(
  desk: Desk,
  texts: readonly string[],
  fields: Partial<SubmissionFields> = {},
): Promise<Submission> {
  const exhibits = [];
  for (const [index, text] of texts.entries()) {
    const stored = await desk.store.put(chunks(text), { maxBytes: 1e9 });
    exhibits.push({ ...stored, claimedName: `file-${index}.txt` });
  }
  return receive(desk.db, desk.plan, {
    principal: desk.principal,
    sourceIpClass: 'loopback',
    fields: { priority: 0, ...fields },
    exhibits,
  });
}

async function* chunks(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

export function hashOf(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex');
}

/** Waits until the submission has ended and gives its report. */
export async function reportFor(desk: Desk, id: string, seconds = 60): Promise<Report> {
  const unit = desk.principal.unit.id;
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const submission = await getSubmission(desk.db.kysely, unit, id).catch(() => undefined);
    if (submission?.state === 'reported' || submission?.state === 'cancelled') {
      const report = await getReport(desk.db.kysely, unit, id);
      if (report?.revision === submission.revision) return report;
    }
    if (Date.now() > end) throw new Error(`submission ${id} has not ended: ${JSON.stringify(submission)}`);
    await wait(25);
  }
}

export async function openTestStore(folder: string): Promise<ByteStore> {
  return openDiskStore({ folder: join(folder, 'store') });
}

/** What a test has opened; closes it in reverse. (Node 20 has no AsyncDisposableStack.) */
export class Opened implements AsyncDisposable {
  readonly #all: AsyncDisposable[] = [];

  use<T extends AsyncDisposable>(resource: T): T {
    this.#all.push(resource);
    return resource;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let last = this.#all.pop(); last; last = this.#all.pop()) await last[Symbol.asyncDispose]();
  }
}
