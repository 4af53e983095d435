import type { Command } from 'commander';
import type * as actions from '../actions/analyze.ts';
import { parseMarking } from './submit.ts';

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
    .action(async (...given: Parameters<typeof actions.analyze>) =>
      (await import('../actions/analyze.ts')).analyze(...given),
    );
}
