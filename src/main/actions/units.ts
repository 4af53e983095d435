import { createUnit, listUnits, type Unit } from '../../library/index.ts';
import { printTable } from '../print-table.ts';
import { quotasOf } from '../services/quotas.ts';
import { withLibrary } from '../services/with-library.ts';

export async function create(name: string): Promise<void> {
  const unit = await withLibrary((db, config) => createUnit(db.kysely, { name, ...quotasOf(config) }));
  process.stdout.write(`${unit.id}\n`);
}

export async function list(options: { readonly json?: boolean }): Promise<void> {
  const units = await withLibrary((db) => listUnits(db.kysely));
  if (options.json) return void process.stdout.write(`${JSON.stringify(units, null, 2)}\n`);
  printTable(['UNIT', 'NAME', 'STORED', 'OF'], units.map(asRow));
}

function asRow(unit: Unit): string[] {
  const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
  return [unit.id, unit.name, gib(unit.usedBytes), gib(unit.quotaBytes)];
}
