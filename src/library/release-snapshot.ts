import {
  type Artefact,
  AssayError,
  type Finding,
  type Indicator,
  type Marking,
  type Report,
  type Run,
  type Sha256,
  sensitiveSubjects,
  stricter,
  WITHHELD,
  withholdSensitive,
} from '../contract/index.ts';

const APP = 'application/vnd.android.package-archive';

export interface SnapshotChoices {
  readonly marking: Marking;
  /** `kind:value`; `file:<sha256>` of any artefact of the report is allowed as well. */
  readonly actionable: readonly string[];
  /** Secrets of the submission that no text may repeat: its archive password. */
  readonly secrets: readonly string[];
}

/**
 * The report as its audience will see it, with the reviewer's choices in it. Taken out: sensitive indicators with every
 * mention, evidence files of artefacts in which one was seen, claimed names (but those inside an app: its maker chose
 * them), case reference, source and note. Errors: `unprocessable` for what cannot be made actionable.
 */
export function takeSnapshot(report: Report, choices: SnapshotChoices): Report {
  const sensitive = sensitiveSubjects(report);
  const chosen = promote(report, choices.actionable);
  const apps = new Set(
    report.artefacts.filter(({ artefact }) => isApp(artefact)).map((e) => e.artefact.sha256),
  );
  const names = [
    ...report.exhibits.map((e) => e.claimedName),
    ...report.edges.filter((e) => !apps.has(e.parent)).map((e) => e.claimedName),
  ];
  const { caseReference, source, note, ...rest } = withholdSensitive(chosen, [
    ...names,
    ...choices.secrets,
    ...(report.caseReference === undefined ? [] : [report.caseReference]),
  ]);
  return {
    ...rest,
    marking: choices.marking,
    markingIsDefault: false,
    exhibits: rest.exhibits.map((exhibit, n) => ({
      ...exhibit,
      claimedName: `exhibit ${n + 1}`,
      marking: stricter(exhibit.marking, choices.marking),
    })),
    edges: rest.edges.map((edge, n) =>
      apps.has(edge.parent) ? edge : { ...edge, claimedName: `part ${n + 1}` },
    ),
    artefacts: rest.artefacts.map((entry) => ({
      ...entry,
      runs: entry.runs.map((run) => trimRun(run, apps.has(run.subject), sensitive.has(run.subject))),
    })),
  };
}

function isApp(artefact: Artefact): boolean {
  return artefact.mediaTypes.includes(APP);
}

function trimRun(run: Run, keepNames: boolean, dropEvidence: boolean): Run {
  const { result } = run;
  return {
    ...run,
    result: {
      ...result,
      evidence: dropEvidence ? [] : result.evidence,
      findings: keepNames ? result.findings : result.findings.map(withoutPaths),
      children: keepNames
        ? result.children
        : result.children.map((child, n) => ({ ...child, claimedName: `part ${n + 1}` })),
    },
  };
}

function withoutPaths(finding: Finding): Finding {
  return {
    ...finding,
    locations: finding.locations.map((l) => (l.kind === 'entry' ? { ...l, path: WITHHELD } : l)),
  };
}

/** Gives the chosen indicators the standing that only a person can give. */
function promote(report: Report, actionable: readonly string[]): Report {
  const open = new Set(actionable);
  const artefacts = report.artefacts.map((entry) => {
    const runs = entry.runs.map((run) => promoteInRun(run, actionable, open));
    return { ...entry, runs: nameArtefact(entry.artefact.sha256, runs, actionable, open) };
  });
  if (open.size > 0)
    throw new AssayError('unprocessable', 'Some indicators to make actionable are not in this report.', {
      places: [...open].slice(0, 20).map((name) => ({
        pointer: `/actionable/${actionable.indexOf(name)}`,
        detail: `${name.slice(0, 200)}: no such indicator in this report`,
      })),
    });
  return { ...report, artefacts };
}

function promoteInRun(run: Run, actionable: readonly string[], open: Set<string>): Run {
  const wanted = new Set(actionable);
  const indicators = run.result.indicators.map((indicator): Indicator => {
    const name = `${indicator.kind}:${indicator.value}`;
    if (!wanted.has(name)) return indicator;
    if (indicator.sensitive) throw victims(actionable.indexOf(name));
    open.delete(name);
    return { ...indicator, standing: 'actionable' };
  });
  return { ...run, result: { ...run.result, indicators } };
}

/** A reviewer may name an artefact by its hash though no analyzer did: it is noted on the artefact's first run. */
function nameArtefact(sha256: Sha256, runs: Run[], actionable: readonly string[], open: Set<string>): Run[] {
  const name = `file:${sha256}`;
  const [first, ...others] = runs;
  const named = runs.some((run) =>
    run.result.indicators.some((i) => i.kind === 'file' && i.value === sha256),
  );
  if (!actionable.includes(name) || named || first === undefined) return runs;
  open.delete(name);
  const indicator: Indicator = {
    kind: 'file',
    subtype: 'sha256',
    value: sha256,
    standing: 'actionable',
    confidence: 100,
    check: 'none',
    sensitive: false,
    provenance: [{ how: 'the artefact itself; named by the reviewer at release' }],
    findings: [],
  };
  const result = { ...first.result, indicators: [...first.result.indicators, indicator] };
  return [{ ...first, result }, ...others];
}

function victims(place: number): AssayError {
  return new AssayError(
    'unprocessable',
    'An indicator that belongs to a victim or bystander cannot be made actionable. Leave it out.',
    { places: [{ pointer: `/actionable/${place}`, detail: 'is marked sensitive' }] },
  );
}
