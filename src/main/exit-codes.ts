import type { Report } from '../contract/index.ts';

/** What the exit code of `assay` tells a script. Documented in README.md and in `--help`. */
export const EXIT = { complete: 0, error: 1, incomplete: 2, cancelled: 3, broken: 4 } as const;

/** 0: everything was examined · 2: something was not, or a run failed · 3: stopped before all runs had ended. */
export function exitCodeOf(report: Report): number {
  if (report.status === 'complete') return EXIT.complete;
  return report.status === 'cancelled' ? EXIT.cancelled : EXIT.incomplete;
}
