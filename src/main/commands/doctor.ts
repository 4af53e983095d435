import type { Command } from 'commander';
import type * as actions from '../actions/doctor.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('check what this machine is missing')
    .description('Checks everything Assay needs on this machine and says how to get what is missing.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code 0: Assay can work here; 1: it cannot until what is BAD is mended.')
    .action(async (...given: Parameters<typeof actions.examineMachine>) =>
      (await import('../actions/doctor.ts')).examineMachine(...given),
    );
}
