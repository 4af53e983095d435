import { AssayError } from '../../contract/index.ts';
import { type CustodyVerdict, findUnit, readStamps, verifyCustody } from '../../library/index.ts';
import { EXIT } from '../exit-codes.ts';
import { withLibrary } from '../services/with-library.ts';

interface VerifyOptions {
  readonly unit?: string;
  readonly stamps?: string;
  readonly json?: boolean;
}

export async function verify(options: VerifyOptions): Promise<void> {
  const result = await withLibrary(async (db, config) => {
    const unit = options.unit === undefined ? undefined : await findUnit(db.kysely, options.unit);
    if (options.unit !== undefined && unit === undefined) {
      throw new AssayError('not-found', `There is no unit "${options.unit}".`);
    }
    const { stamps, unreadable } = await readStamps(options.stamps ?? config.custodyStamps);
    const verdict = await verifyCustody(db, unit === undefined ? { stamps } : { unit: unit.id, stamps });
    return { verdict, unreadable };
  });
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else print(result.verdict, result.unreadable);
  process.exitCode = result.verdict.whole ? EXIT.complete : EXIT.broken;
}

function print(verdict: CustodyVerdict, unreadable: number): void {
  for (const chain of verdict.chains) {
    const state =
      chain.broken === undefined
        ? `whole, head ${chain.head.hash}`
        : `BROKEN at line ${chain.broken.seq}: ${chain.broken.reason}`;
    process.stdout.write(`unit ${chain.unit}: ${chain.lines} lines, ${state}\n`);
  }
  const against =
    verdict.stamps === 0 ? 'No stamps to compare with.' : `Compared with ${verdict.stamps} stamps.`;
  process.stdout.write(
    `${against}${unreadable > 0 ? ` ${unreadable} lines of the stamp file cannot be read.` : ''}\n`,
  );
  process.stdout.write(
    verdict.whole ? 'The custody log is whole.\n' : 'The custody log is NOT as it was written.\n',
  );
}
