import type { Command } from 'commander';
import type * as actions from '../actions/rules.ts';

const AFTER_HELP = `
Rules of your own go into the folder that ASSAY_YARA_RULES names: *.yar for every unit, or in a folder named by the id of a
unit for that unit only ("assay units list" shows ids). They are read when the service starts. Files of an app are scanned
one by one; the variable "entry" holds the name of the file inside the app. Modules: math, hash, elf, pe and others of
YARA-X; no includes. The meta fields description, severity (info, low, medium, high), technique (T1407) and reference go into
the report.

Examples:
  assay rules check                  all that ASSAY_YARA_RULES names
  assay rules check mine.yar         one file, before it is put there
  assay rules show > assay.yar       our own rules, for use elsewhere`;

export function addRules(program: Command): void {
  const rules = program
    .command('rules')
    .summary('check YARA rules of your own, show ours')
    .description('YARA rules that apps are scanned with.')
    .addHelpText('after', AFTER_HELP);
  rules
    .command('check')
    .description('Compiles rules and says what is wrong with them, with line and reason.')
    .argument('[file...]', 'files with rules (default: the folder of ASSAY_YARA_RULES)')
    .action(async (...given: Parameters<typeof actions.checkOwnRules>) =>
      (await import('../actions/rules.ts')).checkOwnRules(...given),
    );
  rules
    .command('show')
    .description('Prints the rules that come with Assay.')
    .action(async () => (await import('../actions/rules.ts')).showRules());
}
