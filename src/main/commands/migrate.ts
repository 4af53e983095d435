import type { Command } from 'commander';
import type * as actions from '../actions/migrate.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary('bring the database up to date')
    .description(
      'Brings the tables of the database to this version of Assay. Harmless when they are, and when several do it at once.',
    )
    .action(async (...given: Parameters<typeof actions.bringUpToDate>) =>
      (await import('../actions/migrate.ts')).bringUpToDate(...given),
    );
}
