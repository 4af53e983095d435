import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { type ApiOptions, createApi } from '../../src/api/index.ts';
import { APP_ANALYZERS, compareApps } from '../../src/apps/index.ts';
import type { Scope, Submission } from '../../src/contract/index.ts';
import { createKey, ensureUnit, type LibraryDb, listen } from '../../src/library/index.ts';
import { DEFAULT_TREE_LIMITS, type Plan } from '../../src/pipeline/index.ts';
import { type ByteStore, openDiskStore } from '../../src/storage/index.ts';
import { checkResponse } from './check-response.ts';
import { Opened, testFolder } from './examination.ts';
import { openTestDatabase } from './open-test-database.ts';

export const everything: readonly Scope[] = ['submit', 'read', 'review', 'admin'];

/** The answer to one request, read whole and checked against the OpenAPI document. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  readonly json: any;
}

export interface TestApi extends AsyncDisposable {
  readonly url: string;
  readonly server: Server;
  readonly db: LibraryDb;
  readonly databaseUrl: string;
  readonly store: ByteStore;
  readonly folder: string;
  readonly logLines: string[];
  sweep(): Promise<void>;
  keyOf(unit: string, scopes?: readonly Scope[]): Promise<string>;
  send(method: string, path: string, key?: string, init?: RequestInit): Promise<Answer>;
  /** Sends one small text file. */
  submit(key: string, text: string, fields?: Readonly<Record<string, string>>): Promise<Submission>;
}

/** Without analyzers every submission is reported at once, and its report says that nobody looked. */
export const emptyPlan: Plan = { analyzers: [], limits: DEFAULT_TREE_LIMITS, producerVersion: '0.1.0' };

/** A real service on a free port, with a real database and store of its own. */
export async function openTestApi(change: Partial<ApiOptions> = {}): Promise<TestApi> {
  const opened = new Opened();
  const { path: folder } = opened.use(testFolder());
  const database = opened.use(await openTestDatabase());
  const { db } = database;
  const store = change.store ?? (await openDiskStore({ folder: join(folder, 'store') }));
  const logLines: string[] = [];
  const api = opened.use(
    await createApi({
      db,
      store,
      plan: emptyPlan,
      listen: (channel, onNotify) => listen(database.server.url, channel, onNotify),
      log: pino({ level: 'debug' }, { write: (line: string) => void logLines.push(line) }),
      models: [],
      comparing: { analyzers: APP_ANALYZERS, compare: compareApps },
      uploadsFolder: join(folder, 'uploads'),
      limits: { maxUploadBytes: 16 * 1024 ** 2, maxFiles: 20, requestsPerMinute: 100_000 },
      allowedHosts: ['assay.example'],
      trustedProxies: 0,
      metrics: 'loopback',
      ...change,
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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = senderTo(url);
  return {
    url,
    server,
    db,
    databaseUrl: database.server.url,
    store,
    folder,
    logLines,
    send,
    sweep: () => api.sweep(),
    keyOf: async (unit, scopes = everything) => {
      const { id } = await ensureUnit(db.kysely, { name: unit });
      return (await createKey(db.kysely, { unit: id, label: 'test', scopes, priorityCap: 9 })).secret;
    },
    submit: async (key, text, fields = {}) => {
      const answer = await send('POST', '/api/v1/submissions', key, {
        body: formOf({ 'note.txt': text }, fields),
      });
      if (answer.status !== 201) throw new Error(answer.text);
      return answer.json as Submission;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

export function formOf(
  files: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text]), name);
  return form;
}

function senderTo(url: string): TestApi['send'] {
  return async (method, path, key, init = {}) => {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('Authorization', `Bearer ${key}`);
    const response = await fetch(url + path, { ...init, method, headers, redirect: 'manual' });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    checkResponse(method, path, response.status, type, text);
    const json = type.includes('json') && text !== '' ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
}
