import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createApi, ipClass } from '../../api/index.ts';
import { APP_ANALYZERS, compareApps } from '../../apps/index.ts';
import { AssayError } from '../../contract/index.ts';
import { type LibraryDb, lockFile } from '../../library/index.ts';
import type { Plan, RunQueue } from '../../pipeline/index.ts';
import { createSite, reportPage } from '../../site/index.ts';
import type { ByteStore } from '../../storage/index.ts';
import type { Closing } from '../closing.ts';
import type { Config } from '../config.ts';
import { allowedHostsOf, publicUrlOf } from './addresses.ts';
import { inspectModels } from './installed-models.ts';
import { modelsFolderOf } from './models-folder.ts';
import { listenOn } from './open-library.ts';
import { repeat } from './repeat.ts';
import { serveHttp } from './serve-http.ts';

export interface ApiParts {
  readonly db: LibraryDb;
  readonly store: ByteStore;
  readonly plan: Plan;
  readonly queue: RunQueue;
  readonly log: Logger;
}

/** Serves the API and the pages until `closing` closes. Returns the address that people open. */
export async function startApiRole(config: Config, parts: ApiParts, closing: Closing): Promise<string> {
  const uploadsFolder = join(config.dataFolder, 'uploads');
  await mkdir(uploadsFolder, { recursive: true, mode: 0o700 });
  await holdUploads(uploadsFolder, closing);
  const models = await inspectModels(modelsFolderOf(config));
  const api = await createApi({
    db: parts.db,
    store: parts.store,
    plan: parts.plan,
    log: parts.log,
    listen: listenOn(parts.db),
    models: models
      .filter((model) => model.trouble === undefined)
      .map(({ entry }) => ({ name: entry.name, sha256: entry.sha256, licence: entry.licence })),
    comparing: { analyzers: APP_ANALYZERS, compare: compareApps },
    uploadsFolder,
    limits: limitsOf(config),
    allowedHosts: allowedHostsOf(config),
    trustedProxies: config.trustProxy,
    metrics: config.metrics,
    readyChecks: [{ name: 'queue', check: () => parts.queue.check() }],
    site: createSite({ db: parts.db, store: parts.store, plan: parts.plan, log: parts.log, ipClass }),
    reportPage: (report) =>
      reportPage({
        report,
        address: (run, evidence) => `/api/v1/runs/${run}/evidence/${evidence}`,
        exports: `/api/v1/submissions/${report.submission}/exports`,
      }),
  });
  closing.use(repeat('removing expired uploads', 600, parts.log, () => api.sweep()));
  const http = await serveHttp(api.app, config.host, config.port);
  closing.defer(() => http.stop(async () => api[Symbol.asyncDispose]()));
  return publicUrlOf(config, http.port);
}

/** Two processes that write the same unfinished uploads would spoil them: the locks of uploads are kept in memory. */
async function holdUploads(folder: string, closing: Closing): Promise<void> {
  try {
    const lock = await lockFile(`${folder}.lock`, 'exclusive', 2);
    closing.defer(() => lock.release());
  } catch (cause) {
    if (cause instanceof AssayError && cause.cause !== undefined) throw cause;
    throw new AssayError(
      'misconfigured',
      `Another Assay server receives uploads in ${folder}. Stop it, or give this one a data folder of its own (ASSAY_DATA).`,
      { cause },
    );
  }
}

function limitsOf(config: Config) {
  return {
    maxUploadBytes: config.maxUploadBytes,
    maxFiles: config.maxFiles,
    requestsPerMinute: config.requestsPerMinute,
  };
}
