import { migrate } from '../../library/index.ts';
import { openClosing } from '../closing.ts';
import { readConfig } from '../config.ts';
import { databaseUrlFor } from '../services/open-library.ts';

export async function bringUpToDate(): Promise<void> {
  const closing = openClosing((error) => process.stderr.write(`assay: ${String(error)}\n`));
  try {
    const applied = await migrate({ url: await databaseUrlFor(readConfig(), 'start', closing) });
    process.stdout.write(
      applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`,
    );
  } finally {
    await closing.close();
  }
}
