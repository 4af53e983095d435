import type { Command } from 'commander';
import { AssayError, Id } from '../../contract/index.ts';
import { createLoginLink, findUnit } from '../../library/index.ts';
import { publicUrlOf } from '../services/addresses.ts';
import { linkFor, signInLink } from '../services/sign-in-link.ts';
import { withLibrary } from '../services/with-library.ts';

interface LinkOptions {
  readonly unit: string;
  readonly key?: string;
  readonly url?: string;
}

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
    .action(printLink);
}

async function printLink(options: LinkOptions): Promise<void> {
  const link = await withLibrary(async (db, config) => {
    const base = (options.url ?? publicUrlOf(config, config.port)).replace(/\/+$/, '');
    if (options.key !== undefined) {
      if (!Id.safeParse(options.key).success)
        throw new AssayError('bad-request', 'That is not the number of a key.');
      return linkFor(await createLoginLink(db.kysely, options.key), base);
    }
    const unit = await findUnit(db.kysely, options.unit);
    if (unit === undefined) throw new AssayError('not-found', `There is no unit "${options.unit}".`);
    return signInLink(db, unit.id, base);
  });
  process.stdout.write(`${link}\n`);
}
