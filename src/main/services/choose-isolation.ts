import { AssayError } from '../../contract/index.ts';
import { type Detected, detectIsolation } from '../../sandbox/index.ts';
import type { Config } from '../config.ts';

type Asked = Pick<Config, 'isolation' | 'production' | 'allowProcessIsolation'>;

/** What this machine can do, and why. */
type Found = Pick<Detected, 'isolation' | 'why'>;

/**
 * How hostile files will be held: what was asked for, if this machine can do it. Throws `misconfigured` rather than
 * examine anything in a weaker jail than was asked for or than production allows.
 */
export async function chooseIsolation(
  asked: Asked,
  detect: () => Promise<Found> = detectIsolation,
): Promise<Found> {
  if (asked.isolation === 'process') return { isolation: 'process', why: 'ASSAY_ISOLATION=process' };
  const found = await detect();
  if (found.isolation === 'bubblewrap') return found;
  if (asked.isolation === 'bubblewrap') {
    throw new AssayError(
      'misconfigured',
      `ASSAY_ISOLATION is bubblewrap, but this machine cannot build its jails: ${found.why} Run "assay doctor".`,
    );
  }
  if (asked.production && !asked.allowProcessIsolation) {
    throw new AssayError(
      'misconfigured',
      `Files are not examined in production without bubblewrap, and this machine cannot build its jails: ${found.why} Run "assay doctor". If you accept weaker isolation, set ASSAY_ALLOW_PROCESS_ISOLATION=1.`,
    );
  }
  return found;
}
