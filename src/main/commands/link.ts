import type { Command } from 'commander';
import type * as actions from '../actions/link.ts';

export function addLink(program: Command): void {
  program
    .command('link')
    .summary('make a link that signs one browser in, once')
    .description('Prints a link that signs one browser in, once, to the pages of a running server.')
    .option(
      '--unit <name>',
      'unit to sign in to, with scopes submit, read and review for half a day',
      'local',
    )
    .option('--key <id>', 'sign in as the holder of this key instead (number from "assay keys list")')
    .option(
      '--url <address>',
      'address of the server (default: ASSAY_PUBLIC_URL, or where the settings listen)',
    )
    .action(async (...given: Parameters<typeof actions.printLink>) =>
      (await import('../actions/link.ts')).printLink(...given),
    );
}
