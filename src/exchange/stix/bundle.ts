import type { Sha256 } from '../../contract/index.ts';
import { type Export, type Exportable, openExport } from '../exportable.ts';
import { type CollectedIndicator, collectIndicators } from '../indicators.ts';
import { isApp } from '../is-app.ts';
import { attackPatternId, techniqueObjects, techniquesOf } from './attack-patterns.ts';
import {
  ASSAY_IDENTITY,
  DOGESEC_IDENTITY,
  EXAMINATION_DEFINITION,
  scoExtensionDefinition,
} from './extensions.ts';
import { sdoId } from './ids.ts';
import {
  indicatorObject,
  malwareObjects,
  noteOn,
  observedData,
  relationship,
  reportObject,
  unitIdentity,
} from './objects.ts';
import { fileId, fileOf, isExtensionSco, observableOf } from './observables.ts';
import { tlpDefinition } from './tlp.ts';
import type { StixBundle, StixObject } from './types.ts';

/**
 * One report as a STIX 2.1 bundle. The same report gives the same bundle, byte for byte; a later version keeps the ids and
 * has a later `modified`; a withdrawn release is `revoked`. Indicator objects exist only for what a reviewer made
 * actionable, malware objects only for an app whose hash a reviewer made actionable; everything else is observed data and
 * a note in words. Nothing sensitive and no claimed name leaves.
 */
export function toStixBundle(source: Exportable): StixBundle {
  const opened = openExport(source);
  const indicators = collectIndicators(opened.report);
  const objects = new Map<string, StixObject>();
  const add = (object: StixObject): void => {
    if (!objects.has(object.id)) objects.set(object.id, object);
  };
  for (const object of observables(opened, indicators)) add(object);
  for (const object of statements(opened, indicators)) add(object);
  const malware = [...objects.values()].some((object) => object.type === 'malware');
  const unit = unitIdentity(opened);
  // STIX wants at least one reference: an empty report is about nothing but its author.
  const report = reportObject(objects.size === 0 ? [unit.id] : [...objects.keys()], malware, opened);
  const context = [
    tlpDefinition(opened.marking),
    ...definitions(objects),
    ASSAY_IDENTITY,
    unitIdentity(opened),
  ];
  return {
    type: 'bundle',
    id: sdoId('bundle', opened.report.submission, opened.at),
    objects: [...context, ...objects.values(), report],
  };
}

function* observables(opened: Export, indicators: readonly CollectedIndicator[]): Generator<StixObject> {
  for (const { artefact } of opened.report.artefacts)
    yield fileOf(
      artefact,
      opened.report.edges.filter((e) => e.parent === artefact.sha256).map((e) => e.child),
    );
  for (const indicator of indicators) {
    const object = observableOf(indicator);
    if (object !== undefined) yield object;
  }
}

function* statements(opened: Export, indicators: readonly CollectedIndicator[]): Generator<StixObject> {
  for (const entry of opened.report.artefacts) {
    const { sha256 } = entry.artefact;
    const seen = observableIds(indicators, sha256);
    const observed = observedData(entry, [...new Set([fileId(sha256), ...seen])], opened);
    yield observed;
    yield noteOn(entry, [fileId(sha256), observed.id], opened);
    const concluded = indicators.some(
      (i) => i.kind === 'file' && i.value === sha256 && i.standing === 'actionable',
    );
    const malware = concluded && isApp(entry.artefact) ? malwareObjects(entry, fileId(sha256), opened) : [];
    yield* malware;
    yield* techniqueObjects(entry, observed.id, malware[0]?.id, opened);
  }
  for (const indicator of indicators) yield* indication(indicator, opened);
}

function* indication(indicator: CollectedIndicator, opened: Export): Generator<StixObject> {
  if (indicator.standing !== 'actionable') return;
  const object = indicatorObject(indicator, opened);
  if (object === undefined) return;
  yield object;
  for (const subject of indicator.subjects)
    yield relationship(
      'based-on',
      object.id,
      sdoId('observed-data', opened.report.submission, subject),
      opened,
    );
  for (const technique of indicatedTechniques(indicator, opened))
    yield relationship('indicates', object.id, attackPatternId(technique), opened);
}

/** Of the findings that the indicator came with, run by run: ids of findings are unique in one run only. */
function indicatedTechniques({ kind, value }: CollectedIndicator, opened: Export): string[] {
  const runs = opened.report.artefacts.flatMap((entry) => entry.runs);
  const techniques = runs.flatMap(({ result }) => {
    const mine = result.indicators.filter((one) => one.kind === kind && one.value === value);
    const ids = new Set(mine.flatMap((one) => one.findings));
    return techniquesOf(result.findings.filter((finding) => ids.has(finding.id)));
  });
  return [...new Set(techniques)].sort();
}

function observableIds(indicators: readonly CollectedIndicator[], subject: Sha256): string[] {
  return indicators.filter((i) => i.subjects.includes(subject)).flatMap((i) => observableOf(i)?.id ?? []);
}

function definitions(objects: ReadonlyMap<string, StixObject>): StixObject[] {
  const types = new Set([...objects.values()].map((object) => object.type).filter(isExtensionSco));
  const extended = [...types].sort().map(scoExtensionDefinition);
  return [EXAMINATION_DEFINITION, ...(extended.length === 0 ? [] : [DOGESEC_IDENTITY]), ...extended];
}
