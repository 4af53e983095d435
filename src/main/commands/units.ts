import type { Command } from 'commander';
import type * as actions from '../actions/units.ts';

export function addUnits(program: Command): void {
  const units = program
    .command('units')
    .summary('make and list units')
    .description(
      'Units: whoever shares keys, quotas and reports. Nothing of one unit is visible to another.',
    );
  units
    .command('create')
    .description('Makes a unit with the quotas that the settings name.')
    .argument('<name>', 'name of the unit')
    .action(async (...given: Parameters<typeof actions.create>) =>
      (await import('../actions/units.ts')).create(...given),
    );
  units
    .command('list')
    .description('Lists units with what they use.')
    .option('--json', 'print JSON')
    .action(async (...given: Parameters<typeof actions.list>) =>
      (await import('../actions/units.ts')).list(...given),
    );
}
