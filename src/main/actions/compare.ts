import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareApps, findApp } from '../../apps/index.ts';
import { AssayError, Comparison, type Report, Sha256 } from '../../contract/index.ts';
import { examineFiles } from '../../pipeline/index.ts';
import { openDiskStore } from '../../storage/index.ts';
import { ask } from '../client/api-client.ts';
import { sizeOf } from '../client/local-file.ts';
import { openClosing } from '../closing.ts';
import { compareText } from '../compare-text.ts';
import { type Config, readConfig } from '../config.ts';
import { loadPlan } from '../services/load-plan.ts';
import { openJailsFor } from '../services/open-jails-for.ts';
import { followRuns, showProgress } from '../show-progress.ts';

interface CompareOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly server?: string;
  readonly key?: string;
}

export async function compare(first: string, second: string, options: CompareOptions): Promise<void> {
  const config = readConfig();
  const areHashes = [first, second].map((text) => Sha256.safeParse(text.toLowerCase()).success);
  if (areHashes[0] !== areHashes[1])
    throw new AssayError('bad-request', 'Give two files, or two hashes: not one of each.');
  const comparison = areHashes[0]
    ? await askServer(first.toLowerCase(), second.toLowerCase(), options, config)
    : await compareFiles(first, second, options, config);
  if (comparison === undefined) {
    process.exitCode = 2;
    return;
  }
  process.stdout.write(options.json ? `${JSON.stringify(comparison, null, 2)}\n` : compareText(comparison));
}

async function askServer(
  first: string,
  second: string,
  options: CompareOptions,
  config: Config,
): Promise<Comparison> {
  const key = options.key ?? config.key;
  if (key === undefined || !/^[!-~]+$/.test(key))
    throw new AssayError(
      'unauthenticated',
      'An API key with scope read is needed: set ASSAY_KEY or give --key.',
    );
  const remote = { server: (options.server ?? config.server).replace(/\/+$/, ''), key };
  const response = await ask(remote, `api/v1/artefacts/${first}/compare/${second}`, { retries: 3 });
  return Comparison.parse(await response.json());
}

async function compareFiles(
  first: string,
  second: string,
  options: CompareOptions,
  config: Config,
): Promise<Comparison | undefined> {
  await Promise.all([first, second].map(sizeOf));
  const report = await examine([first, second], options, config);
  const apps = report.exhibits.map(({ sha256 }) => findApp(report, sha256));
  const [a, b] = [apps[0], apps.at(-1)];
  for (const [at, app] of [a, b].entries())
    if (!app) process.stderr.write(`assay: ${[first, second][at]} is no app that could be examined.\n`);
  return a && b && compareApps(a, b);
}

async function examine(paths: readonly string[], options: CompareOptions, config: Config): Promise<Report> {
  const closing = openClosing((error) => process.stderr.write(`assay: ${String(error)}\n`));
  try {
    const folder = await mkdtemp(join(tmpdir(), 'assay-'));
    closing.defer(() => rm(folder, { recursive: true, force: true }));
    const store = await openDiskStore({ folder: join(folder, 'store') });
    const scratch = join(folder, 'scratch');
    const plan = await loadPlan(config);
    const jails = closing.use(await openJailsFor(config, plan, { spares: 0, scratch }));
    const progress = showProgress(options.quiet === true);
    try {
      const onEvent = followRuns(progress);
      return await examineFiles(paths, {
        plan,
        jails,
        store,
        scratch,
        concurrency: config.concurrency,
        onEvent,
      });
    } finally {
      progress.end();
    }
  } finally {
    await closing.close();
  }
}
