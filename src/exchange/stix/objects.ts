import { labelOf, type Run, type Sha256 } from '../../contract/index.ts';
import type { Export } from '../exportable.ts';
import type { CollectedIndicator } from '../indicators.ts';
import { inertText } from '../inert.ts';
import { collectGaps } from '../statements.ts';
import { EXAMINATION_EXTENSION } from './extensions.ts';
import { sdoId } from './ids.ts';
import { noteContent } from './note.ts';
import { patternOf } from './patterns.ts';
import { tlpDefinition } from './tlp.ts';
import type { StixObject } from './types.ts';

type ReportArtefact = Export['report']['artefacts'][number];

/** The unit, never a person. Its id is the unit's, so all its reports share it. */
export function unitIdentity(opened: Export): StixObject {
  const { unit } = opened.report;
  return {
    type: 'identity',
    spec_version: '2.1',
    id: sdoId('identity', unit.id),
    created: '2026-01-01T00:00:00.000Z',
    modified: opened.at,
    name: inertText(unit.name, 200),
    identity_class: 'organization',
    sectors: ['government'],
  };
}

/** Properties every object of ours shares. `created` is the submission's time in every version; `modified` the version's. */
export function common(opened: Export, type: string, ...key: readonly string[]) {
  return {
    type,
    spec_version: '2.1',
    id: sdoId(type, opened.report.submission, ...key),
    created_by_ref: sdoId('identity', opened.report.unit.id),
    created: opened.report.submittedAt,
    modified: opened.at,
    ...(opened.withdrawn ? { revoked: true } : {}),
    object_marking_refs: [tlpDefinition(opened.marking).id],
  };
}

export function observedData(entry: ReportArtefact, refs: readonly string[], opened: Export): StixObject {
  const { submittedAt, producedAt } = opened.report;
  return {
    ...common(opened, 'observed-data', entry.artefact.sha256),
    first_observed: submittedAt,
    last_observed: [submittedAt, producedAt].sort()[1],
    number_observed: 1,
    object_refs: refs,
    extensions: { [EXAMINATION_EXTENSION]: examination(entry, opened) },
  };
}

function examination(entry: ReportArtefact, opened: Export) {
  const { sha256 } = entry.artefact;
  const answered = opened.report.assessments.filter((a) => a.subject === sha256);
  const gaps = collectGaps(opened.report).filter((gap) => gap.subject === sha256);
  const measures = entry.runs.flatMap((run) =>
    run.result.findings.flatMap((f) => (f.measure === undefined ? [] : [{ finding: f.id, ...f.measure }])),
  );
  return {
    extension_type: 'property-extension',
    methods: entry.runs.map(methodOf),
    ...list('measures', measures),
    ...list(
      'assessments',
      answered.map((a) => ({
        question: a.question,
        answer: a.answer,
        words: inertText(a.words),
        ...(a.likelihoodRatio === undefined ? {} : { likelihood_ratio: a.likelihoodRatio }),
      })),
    ),
    ...list(
      'not_examined',
      gaps.map((g) => ({ what: inertText(g.what), reason: g.reason, detail: inertText(g.detail) })),
    ),
  };
}

function methodOf(run: Run) {
  const { analyzer, version, status, models } = run;
  return { name: analyzer, version, status, ...(Object.keys(models).length === 0 ? {} : { models }) };
}

/** STIX forbids empty lists. */
function list(name: string, items: readonly unknown[]): Record<string, readonly unknown[]> {
  return items.length === 0 ? {} : { [name]: items };
}

export function noteOn(entry: ReportArtefact, refs: readonly string[], opened: Export): StixObject {
  return {
    ...common(opened, 'note', entry.artefact.sha256),
    abstract: 'What the examination says, and what it does not',
    content: noteContent(entry, opened),
    object_refs: refs,
  };
}

/** Only for what a person made actionable. */
export function indicatorObject(indicator: CollectedIndicator, opened: Export): StixObject | undefined {
  const pattern = patternOf(indicator);
  if (pattern === undefined) return undefined;
  return {
    ...common(opened, 'indicator', indicator.kind, indicator.value),
    name: inertText(`${indicator.kind}: ${indicator.value}`, 250),
    indicator_types: ['malicious-activity'],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: opened.report.submittedAt,
    confidence: Math.round(indicator.confidence),
  };
}

export function relationship(kind: string, source: string, target: string, opened: Export): StixObject {
  return {
    ...common(opened, 'relationship', kind, source, target),
    relationship_type: kind,
    source_ref: source,
    target_ref: target,
  };
}

export function reportObject(refs: readonly string[], malware: boolean, opened: Export): StixObject {
  const { report, conclusion } = opened;
  const label = labelOf(opened.marking);
  return {
    ...common(opened, 'report'),
    name: `Technical analysis ${report.submission} (${label})`,
    description: inertText(
      conclusion ?? 'Not reviewed: what the methods run observed, without a conclusion.',
      10_000,
      true,
    ),
    report_types: [malware ? 'malware' : 'observed-data'],
    published: opened.at,
    object_refs: refs,
  };
}

/** An app that a reviewer made actionable, by its hash. */
export function malwareObjects(entry: ReportArtefact, file: Sha256, opened: Export): readonly StixObject[] {
  const { sha256 } = entry.artefact;
  const malware: StixObject = {
    ...common(opened, 'malware', sha256),
    name: `Fraudulent app ${sha256.slice(0, 12)}`,
    is_family: false,
    malware_types: ['unknown'],
    sample_refs: [file],
  };
  const analyses = entry.runs.map((run) => analysisOf(run, file, opened));
  return [
    malware,
    ...analyses,
    ...analyses.map((a) => relationship('static-analysis-of', a.id, malware.id, opened)),
  ];
}

function analysisOf(run: Run, file: string, opened: Export): StixObject {
  return {
    ...common(opened, 'malware-analysis', run.subject, run.analyzer),
    product: 'assay',
    version: opened.report.producer.version,
    analysis_engine_version: `${run.analyzer} ${run.version}`,
    submitted: opened.report.submittedAt,
    analysis_started: run.startedAt,
    analysis_ended: run.finishedAt,
    // Which analyzer ran, not a verdict of that run: the conclusion is the reviewer's, in the report object.
    result: 'unknown',
    sample_ref: file,
  };
}
