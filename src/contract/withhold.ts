import type { Json, Sha256 } from './ids.ts';
import type { Report } from './report.ts';
import type { Indicator, Result } from './result.ts';
import type { Run } from './run.ts';

/** What stands where something of a victim or bystander stood. */
export const WITHHELD = '[withheld]';

/** Shorter values are not searched for in texts: they would blank out unrelated words. */
const SHORTEST = 4;

type Cover = (text: string) => string;

/**
 * Takes everything sensitive out of a report before it leaves its unit: the indicators marked `sensitive`, other
 * indicators that contain one of their values, and every mention of those values (or of `alsoWithhold`: names, a case
 * reference) in texts and facts.
 * Hashes, ids and locations stay as they are. Idempotent; the report given is not changed.
 */
export function withholdSensitive(report: Report, alsoWithhold: readonly string[] = []): Report {
  const secrets = secretsOf(report);
  const cover = coverOf([...secrets, ...alsoWithhold]);
  return {
    ...report,
    artefacts: report.artefacts.map((entry) => ({
      ...entry,
      runs: entry.runs.map((run) => withholdInRun(run, secrets, cover)),
    })),
    assessments: report.assessments.map((assessment) => ({
      ...assessment,
      words: cover(assessment.words),
      limits: assessment.limits.map(cover),
    })),
    notExamined: report.notExamined.map((gap) => ({
      ...gap,
      what: cover(gap.what),
      detail: cover(gap.detail),
    })),
  };
}

/** Artefacts in which something sensitive was seen, with all that contain them or are contained in them. */
export function sensitiveSubjects(report: Report): ReadonlySet<Sha256> {
  const seen = report.artefacts
    .filter(({ runs }) => runs.some((run) => run.result.indicators.some((i) => i.sensitive)))
    .map(({ artefact }) => artefact.sha256);
  const up = reach(
    seen,
    report.edges.map((e) => [e.child, e.parent] as const),
  );
  const down = reach(
    seen,
    report.edges.map((e) => [e.parent, e.child] as const),
  );
  return new Set([...up, ...down]);
}

function reach(from: readonly Sha256[], steps: readonly (readonly [Sha256, Sha256])[]): Set<Sha256> {
  const next = new Map<Sha256, Sha256[]>();
  for (const [a, b] of steps) next.set(a, [...(next.get(a) ?? []), b]);
  const found = new Set(from);
  for (const sha256 of found) for (const other of next.get(sha256) ?? []) found.add(other);
  return found;
}

function secretsOf(report: Report): readonly string[] {
  const found = new Set<string>();
  for (const { runs } of report.artefacts)
    for (const run of runs)
      for (const indicator of run.result.indicators) {
        if (!indicator.sensitive) continue;
        found.add(indicator.value);
        if (indicator.reading !== undefined) found.add(indicator.reading);
      }
  return [...found].filter((secret) => secret.length >= SHORTEST);
}

function coverOf(texts: readonly string[]): Cover {
  const secrets = texts.filter((text) => text.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const secret of secrets) if (out.includes(secret)) out = out.replaceAll(secret, WITHHELD);
    return out;
  };
}

function withholdInRun(run: Run, secrets: readonly string[], cover: Cover): Run {
  return {
    ...run,
    ...(run.detail === undefined ? {} : { detail: cover(run.detail) }),
    result: withholdInResult(run.result, secrets, cover),
    coverage: {
      examined: run.coverage.examined.map(cover),
      notExamined: run.coverage.notExamined.map((gap) => ({
        ...gap,
        what: cover(gap.what),
        detail: cover(gap.detail),
      })),
    },
  };
}

function withholdInResult(result: Result, secrets: readonly string[], cover: Cover): Result {
  const keep = (i: Indicator) => !i.sensitive && !secrets.some((secret) => i.value.includes(secret));
  return {
    ...result,
    facts: coverFacts(result.facts, cover) as Result['facts'],
    findings: result.findings.map((f) => ({
      ...f,
      title: cover(f.title),
      detail: cover(f.detail),
      ...(f.support === undefined ? {} : { support: { ...f.support, basis: cover(f.support.basis) } }),
    })),
    indicators: result.indicators.filter(keep).map((i) => ({
      ...i,
      ...(i.reading === undefined ? {} : { reading: cover(i.reading) }),
      provenance: i.provenance.map((p) => ({ ...p, how: cover(p.how) })),
    })),
    evidence: result.evidence.map((e) => ({ ...e, caption: cover(e.caption) })),
    children: result.children.map((c) => ({ ...c, claimedName: cover(c.claimedName) })),
  };
}

function coverFacts(value: Json, cover: Cover): Json {
  if (typeof value === 'string') return cover(value);
  if (Array.isArray(value)) return value.map((item: Json) => coverFacts(item, cover));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [cover(key), coverFacts(item, cover)]),
  );
}
