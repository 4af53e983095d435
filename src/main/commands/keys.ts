import { type Command, InvalidArgumentError } from 'commander';
import { Scope, scopes } from '../../contract/index.ts';
import type * as actions from '../actions/keys.ts';
import { parsePriority } from './submit.ts';

const SCOPES_HELP = `
Scopes: submit (send and follow), read (see the unit's own and what was released to it),
        review (conclude and release), admin (keys).

Examples:
  assay keys create --unit "Cyber Unit North" --label "evidence desk" --scopes submit,read --expires-days 365
  assay keys list
  assay keys revoke 0198c0de-0000-7000-8000-000000000000`;

export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .summary('make, list and revoke API keys')
    .description(
      'API keys. Works beside a running server. A key is shown once, when it is made; only its hash is kept.',
    )
    .addHelpText('after', SCOPES_HELP);
  keys
    .command('create')
    .description('Makes a key for a unit; a unit that does not exist yet is created.')
    .requiredOption('--unit <name>', 'unit that the key belongs to')
    .requiredOption('--label <text>', 'whose key it is')
    .option('--scopes <list>', 'what it may do, separated by commas', parseScopes, ['submit', 'read'])
    .option('--expires-days <days>', 'days until it ends (default: never)', parseDays)
    .option('--priority-cap <0-9>', 'highest priority its submissions get', parsePriority, 5)
    .option('--json', 'print JSON')
    .option('--secret-only', 'print only the key itself')
    .action(async (...given: Parameters<typeof actions.create>) =>
      (await import('../actions/keys.ts')).create(...given),
    );
  keys
    .command('list')
    .description('Lists keys, newest first; never their secrets.')
    .option('--unit <name>', 'of this unit only')
    .option('--json', 'print JSON')
    .action(async (...given: Parameters<typeof actions.list>) =>
      (await import('../actions/keys.ts')).list(...given),
    );
  keys
    .command('revoke')
    .description('Ends a key at once, with its sessions and links.')
    .argument('<id>', 'number of the key, from "assay keys list"')
    .action(async (...given: Parameters<typeof actions.revoke>) =>
      (await import('../actions/keys.ts')).revoke(...given),
    );
}

function parseScopes(text: string): readonly Scope[] {
  const parsed = text.split(',').map((part) => Scope.safeParse(part.trim()));
  if (!parsed.every((one) => one.success)) {
    throw new InvalidArgumentError(`They must be among ${scopes.join(', ')}.`);
  }
  return parsed.map((one) => one.data);
}

function parseDays(text: string): number {
  if (!/^[1-9][0-9]{0,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(text);
}
