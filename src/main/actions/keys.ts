import { type ApiKeyInfo, AssayError, Id, type Scope } from '../../contract/index.ts';
import { createKey, ensureUnit, findUnit, type LibraryDb, listKeys, revokeKey } from '../../library/index.ts';
import { printTable } from '../print-table.ts';
import { quotasOf } from '../services/quotas.ts';
import { withLibrary } from '../services/with-library.ts';

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

export async function create(options: CreateOptions): Promise<void> {
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

export async function list(options: { readonly unit?: string; readonly json?: boolean }): Promise<void> {
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

export async function revoke(id: string): Promise<void> {
  if (!Id.safeParse(id).success) {
    throw new AssayError('bad-request', 'That is not the number of a key. "assay keys list" shows them.');
  }
  const key = await withLibrary((db) => revokeKey(db.kysely, id));
  process.stdout.write(`Revoked: "${key.label}" of unit "${key.unit.name}".\n`);
}
