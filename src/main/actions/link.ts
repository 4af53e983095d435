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

export async function printLink(options: LinkOptions): Promise<void> {
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
