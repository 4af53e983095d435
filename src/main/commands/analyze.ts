import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
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
import { parseMarking } from './submit.ts';

interface AnalyzeOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly quiet?: boolean;
  readonly evidence?: string;
  readonly marking?: Marking;
  readonly archivePassword?: string;
}

const AFTER_HELP = `
Nothing is kept and nothing leaves this machine: no server, no queue, no database. Files inside the files (archives,
frames and sound of a video) are examined too. Several files make one report.

Exit codes: 0 everything was examined · 1 wrong use, or an error · 2 something was not examined, or a run failed;
the report says what and why · 3 stopped by Ctrl-C (the report has what was learned until then).

Examples:
  assay analyze app.apk
  assay analyze *.png --json > report.json
  assay analyze locked.zip --archive-password 1234 --evidence ./evidence`;

export function addAnalyze(program: Command): void {
  program
    .command('analyze')
    .summary('examine files here and now')
    .description('Examines files in jails on this machine and prints the report.')
    .argument('<file...>', 'files to examine')
    .option('--json', 'print the report as JSON')
    .option('--markdown', 'print the report as Markdown')
    .option(
      '--evidence <folder>',
      'write the evidence files (pictures with boxes, extracted text…) into this folder',
    )
    .option('--marking <tlp>', 'clear, green, amber, amber+strict (default) or red', parseMarking)
    .option('--archive-password <password>', 'tried on locked archives')
    .option('--quiet', 'no progress')
    .addHelpText('after', AFTER_HELP)
    .action(analyze);
}

async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<void> {
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
