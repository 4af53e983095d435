import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Marking, Report } from '../../contract/index.ts';
import { toMarkdown, toText } from '../../exchange/index.ts';
import { examineFiles } from '../../pipeline/index.ts';
import { openDiskStore } from '../../storage/index.ts';
import { sizeOf } from '../client/local-file.ts';
import { openClosing } from '../closing.ts';
import { type Config, readConfig } from '../config.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { saveEvidence } from '../save-evidence.ts';
import { loadPlan } from '../services/load-plan.ts';
import { openJailsFor } from '../services/open-jails-for.ts';
import { followRuns, showProgress } from '../show-progress.ts';

interface AnalyzeOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly quiet?: boolean;
  readonly evidence?: string;
  readonly marking?: Marking;
  readonly archivePassword?: string;
}

export async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<void> {
  const config = readConfig();
  await Promise.all(paths.map(sizeOf));
  const stop = new AbortController();
  process.on('SIGINT', () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
  const closing = openClosing((error) => process.stderr.write(`assay: ${String(error)}\n`));
  try {
    const folder = await mkdtemp(join(tmpdir(), 'assay-'));
    closing.defer(() => rm(folder, { recursive: true, force: true }));
    const store = await openDiskStore({ folder: join(folder, 'store') });
    const report = await examine(paths, options, config, { folder, store, closing, signal: stop.signal });
    if (options.evidence !== undefined) await saveEvidence(report, store, options.evidence);
    process.stdout.write(render(report, options));
    process.exitCode = exitCodeOf(report);
  } finally {
    await closing.close();
  }
}

async function examine(
  paths: readonly string[],
  options: AnalyzeOptions,
  config: Config,
  parts: {
    readonly folder: string;
    readonly store: Awaited<ReturnType<typeof openDiskStore>>;
    readonly closing: ReturnType<typeof openClosing>;
    readonly signal: AbortSignal;
  },
): Promise<Report> {
  const scratch = join(parts.folder, 'scratch');
  const plan = await loadPlan(config);
  // Spares only pay when many runs follow; here each analyzer runs a few times at most.
  const jails = parts.closing.use(await openJailsFor(config, plan, { spares: 0, scratch }));
  const progress = showProgress(options.quiet === true);
  try {
    return await examineFiles(paths, {
      plan,
      jails,
      store: parts.store,
      scratch,
      concurrency: config.concurrency,
      fields: {
        priority: 0,
        ...(options.marking === undefined ? {} : { marking: options.marking }),
        ...(options.archivePassword === undefined ? {} : { archivePassword: options.archivePassword }),
      },
      onEvent: followRuns(progress),
      signal: parts.signal,
    });
  } finally {
    progress.end();
  }
}

function render(report: Report, options: AnalyzeOptions): string {
  if (options.json) return `${JSON.stringify(report, null, 2)}\n`;
  return options.markdown ? toMarkdown(report) : toText(report);
}
