import { type Indicator, indicatorKinds, type Report, type Sha256 } from '../contract/index.ts';

/** One value over the whole report, however many runs saw it. */
export interface CollectedIndicator
  extends Pick<Indicator, 'kind' | 'value' | 'subtype' | 'standing' | 'check' | 'confidence' | 'sensitive'> {
  /** Artefacts it was seen in, in the order of the report. */
  readonly subjects: readonly Sha256[];
  /** How it was found, without repetition. */
  readonly how: readonly string[];
  readonly reading: string | undefined;
  readonly analyzers: readonly string[];
}

const STANDINGS = ['observed', 'proposed', 'actionable'] as const;

/** Merges equal indicators of all runs: highest confidence and standing win, sensitive once is sensitive. By kind, then value. */
export function collectIndicators(report: Report): CollectedIndicator[] {
  const found = new Map<string, CollectedIndicator>();
  for (const { artefact, runs } of report.artefacts)
    for (const run of runs)
      for (const indicator of run.result.indicators) {
        const key = `${indicator.kind}:${indicator.value}`;
        const seen = newSighting(indicator, artefact.sha256, run.analyzer);
        const before = found.get(key);
        found.set(key, before === undefined ? seen : merge(before, seen));
      }
  return [...found.values()].sort(
    (a, b) => indicatorKinds.indexOf(a.kind) - indicatorKinds.indexOf(b.kind) || compare(a.value, b.value),
  );
}

function newSighting(indicator: Indicator, subject: Sha256, analyzer: string): CollectedIndicator {
  const { kind, value, subtype, standing, check, confidence, sensitive, reading } = indicator;
  return {
    kind,
    value,
    subtype,
    standing,
    check,
    confidence,
    sensitive,
    reading,
    subjects: [subject],
    how: [...new Set(indicator.provenance.map((p) => p.how))],
    analyzers: [analyzer],
  };
}

function merge(a: CollectedIndicator, b: CollectedIndicator): CollectedIndicator {
  const better = b.confidence > a.confidence ? b : a;
  return {
    ...better,
    subtype: a.subtype ?? b.subtype,
    standing: STANDINGS[Math.max(STANDINGS.indexOf(a.standing), STANDINGS.indexOf(b.standing))]!,
    sensitive: a.sensitive || b.sensitive,
    subjects: [...new Set([...a.subjects, ...b.subjects])],
    how: [...new Set([...a.how, ...b.how])],
    analyzers: [...new Set([...a.analyzers, ...b.analyzers])],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
