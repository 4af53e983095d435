import {
  type Instant,
  type Marking,
  type Release,
  type Report,
  stricter,
  withholdSensitive,
} from '../contract/index.ts';

/** A report of the own unit, or a released one from the library. */
export type Exportable = Report | Release;

/** What every writer starts from: nothing sensitive is left in `report`. */
export interface Export {
  readonly report: Report;
  /** The strictest of the report's, its exhibits' and the release's. */
  readonly marking: Marking;
  /** What a reviewer concluded; undefined for a report nobody has released. */
  readonly conclusion: string | undefined;
  /** When this version came to be: changes with each new version. */
  readonly at: Instant;
  readonly withdrawn: boolean;
}

export function openExport(source: Exportable): Export {
  const release = 'report' in source ? source : undefined;
  const full = release?.report ?? (source as Report);
  const marking = [...full.exhibits.map((e) => e.marking), ...(release ? [release.marking] : [])].reduce(
    stricter,
    full.marking,
  );
  return {
    report: withholdSensitive(full),
    marking,
    conclusion: release?.conclusion,
    at: release?.withdrawnAt ?? release?.releasedAt ?? full.producedAt,
    withdrawn: release !== undefined && release.withdrawnAt !== null,
  };
}
