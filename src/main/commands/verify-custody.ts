import type { Command } from 'commander';
import type * as actions from '../actions/verify-custody.ts';

const AFTER_HELP = `
Reads every line of the custody log, follows the chain of hashes and compares it with the stamped heads
(ASSAY_CUSTODY_STAMPS). Names the first line of each unit that was altered, deleted or moved, and tells
when lines are missing at the end. Exit code 0: as it was written; 4: not.`;

export function addVerifyCustody(program: Command): void {
  program
    .command('verify-custody')
    .summary('check that the custody log is as it was written')
    .description('Checks that the custody log is as it was written. Works beside a running server.')
    .option('--unit <name>', 'check the chain of this unit only')
    .option('--stamps <file>', 'stamp file to compare with (default: the one in the settings)')
    .option('--json', 'print JSON')
    .addHelpText('after', AFTER_HELP)
    .action(async (...given: Parameters<typeof actions.verify>) =>
      (await import('../actions/verify-custody.ts')).verify(...given),
    );
}
