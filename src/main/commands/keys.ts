import { type Command, InvalidArgumentError } from 'commander';
import { type ApiKeyInfo, AssayError, Id, Scope, scopes } from '../../contract/index.ts';
import { createKey, ensureUnit, findUnit, type LibraryDb, listKeys, revokeKey } from '../../library/index.ts';
import { printTable } from '../print-table.ts';
import { quotasOf } from '../services/quotas.ts';
import { withLibrary } from '../services/with-library.ts';
import { parsePriority } from './submit.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface CreateOptions {
  readonly unit: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly expiresDays?: number;
  readonly priorityCap: number;
  readonly json?: boolean;
  readonly secretOnly?: boolean;
}

const SCOPES_HELP = `
Scopes: submit (send and follow), read (see the unit's own and what was released to it),
        review (conclude and release), admin (keys).

Examples:
  assay keys create --unit "Cyber Unit North" --label "Insp. Okafor" --scopes submit,read --expires-days 365
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
    .action(create);
  keys
    .command('list')
    .description('Lists keys, newest first; never their secrets.')
    .option('--unit <name>', 'of this unit only')
    .option('--json', 'print JSON')
    .action(list);
  keys
    .command('revoke')
    .description('Ends a key at once, with its sessions and links.')
    .argument('<id>', 'number of the key, from "assay keys list"')
    .action(revoke);
}

async function create(options: CreateOptions): Promise<void> {
  const { secret, key } = await withLibrary(async (db, config) => {
    const unit = await ensureUnit(db.kysely, { name: options.unit, ...quotasOf(config) });
    return createKey(db.kysely, {
      unit: unit.id,
      label: options.label,
      scopes: options.scopes,
      priorityCap: options.priorityCap,
      ...(options.expiresDays === undefined
        ? {}
        : { expiresAt: new Date(Date.now() + options.expiresDays * DAY_MS) }),
    });
  });
  if (options.secretOnly) process.stdout.write(`${secret}\n`);
  else if (options.json) process.stdout.write(`${JSON.stringify({ secret, key }, null, 2)}\n`);
  else
    process.stdout.write(
      `${secret}\n\nThis is shown once: keep it now. Key ${key.id} of unit "${key.unit.name}", scopes ${key.scopes.join(', ')}, ${key.expiresAt === null ? 'never expires' : `expires ${key.expiresAt}`}.\n`,
    );
}

async function list(options: { readonly unit?: string; readonly json?: boolean }): Promise<void> {
  const keys = await withLibrary(async (db) => listKeys(db.kysely, await unitFilter(db, options.unit)));
  if (options.json) return void process.stdout.write(`${JSON.stringify(keys, null, 2)}\n`);
  const head = ['KEY', 'UNIT', 'LABEL', 'SCOPES', 'LAST USED', 'STATE'];
  printTable(head, keys.map(asRow));
}

function asRow(key: ApiKeyInfo): string[] {
  const ended = key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now();
  const state =
    key.revokedAt !== null
      ? 'revoked'
      : ended
        ? 'expired'
        : key.expiresAt === null
          ? 'live'
          : `live until ${key.expiresAt}`;
  return [key.id, key.unit.name, key.label, key.scopes.join(','), key.lastUsedAt ?? 'never', state];
}

async function unitFilter(db: LibraryDb, name: string | undefined): Promise<{ unit?: string }> {
  if (name === undefined) return {};
  const unit = await findUnit(db.kysely, name);
  if (unit === undefined) throw new AssayError('not-found', `There is no unit "${name}".`);
  return { unit: unit.id };
}

async function revoke(id: string): Promise<void> {
  if (!Id.safeParse(id).success) {
    throw new AssayError('bad-request', 'That is not the number of a key. "assay keys list" shows them.');
  }
  const key = await withLibrary((db) => revokeKey(db.kysely, id));
  process.stdout.write(`Revoked: "${key.label}" of unit "${key.unit.name}".\n`);
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
