import { type IndicatorKind, indicatorKinds, type Report } from '../contract/index.ts';

/** An exact value to find a release by. `kind` is an indicator kind, or `sha256` for an artefact of the report. */
export interface ReleaseTerm {
  readonly kind: IndicatorKind | 'sha256';
  readonly value: string;
}

const MOST_TEXT = 200_000;

/** Every value a released report can be found by: as written, in lower case, and the host of each address. */
export function termsOf(report: Report): ReleaseTerm[] {
  const terms = new Map<string, ReleaseTerm>();
  const add = (kind: ReleaseTerm['kind'], value: string): void => {
    for (const form of [value, value.toLowerCase()]) terms.set(`${kind}:${form}`, { kind, value: form });
  };
  for (const { artefact, runs } of report.artefacts) {
    add('sha256', artefact.sha256);
    for (const run of runs)
      for (const { kind, value } of run.result.indicators) {
        add(kind, value);
        const host = kind === 'url' ? hostOf(value) : undefined;
        if (host !== undefined) add('domain', host);
      }
  }
  return [...terms.values()];
}

/** Kinds of indicators in the report, in the order of the contract. */
export function kindsOf(report: Report): IndicatorKind[] {
  const found = new Set(
    report.artefacts.flatMap((e) => e.runs.flatMap((r) => r.result.indicators.map((i) => i.kind))),
  );
  return indicatorKinds.filter((kind) => found.has(kind));
}

/** What the text search reads, most telling first: PostgreSQL takes no more than a megabyte. */
export function searchText(report: Report, conclusion: string): string {
  const results = report.artefacts.flatMap((e) => e.runs.map((run) => run.result));
  const parts = [
    conclusion,
    report.unit.name,
    ...report.artefacts.flatMap((e) => e.artefact.mediaTypes),
    ...results.flatMap((r) => r.findings.map((f) => f.title)),
    ...results.flatMap((r) => r.indicators.map((i) => i.value)),
    ...results.flatMap((r) => r.findings.map((f) => f.detail)),
  ];
  return parts.join('\n').slice(0, MOST_TEXT).replaceAll('\u0000', ' ');
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined;
}
