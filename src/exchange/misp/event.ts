import { labelOf, type Marking } from '../../contract/index.ts';
import { type Export, type Exportable, openExport } from '../exportable.ts';
import { type CollectedIndicator, collectIndicators } from '../indicators.ts';
import { inertText } from '../inert.ts';
import { assayUuid } from '../stix/ids.ts';
import { noteContent } from '../stix/note.ts';
import { attribute, object, objectUuid, reference, seconds } from './build.ts';
import { mapIndicator } from './map-indicator.ts';
import type { MispAttribute, MispEvent, MispObject } from './types.ts';

/** How far MISP itself may carry the event. AMBER stays with the receiving organisation: MISP cannot know its clients. */
const DISTRIBUTION: Readonly<Record<Marking, string>> = {
  red: '0',
  'amber+strict': '0',
  amber: '0',
  green: '1',
  clear: '3',
};

/**
 * One report as a MISP event, never published by itself. `to_ids` is true only for what a reviewer made actionable and a
 * detection system can match. The same report gives the same event; a later version keeps its uuids. A withdrawn release
 * has all attributes marked deleted, so that receivers drop them.
 */
export function toMispEvent(source: Exportable): MispEvent {
  const opened = openExport(source);
  const { report } = opened;
  const indicators = collectIndicators(report);
  const mapped = indicators.map((i) => toMisp(i, opened));
  const attributes = mapped.flatMap((m) => ('Attribute' in m ? [] : [m]));
  const objects = [
    ...fileObjects(opened),
    reportObject(opened),
    ...mapped.flatMap((m) => ('Attribute' in m ? [m] : [])),
  ];
  const event = {
    uuid: assayUuid('misp-event', report.submission),
    info: `Assay technical analysis ${report.submission} (${labelOf(opened.marking)})`,
    date: report.submittedAt.slice(0, 10),
    threat_level_id: '4',
    analysis: opened.conclusion === undefined ? '1' : '2',
    distribution: DISTRIBUTION[opened.marking],
    sharing_group_id: '0',
    timestamp: seconds(opened.at),
    publish_timestamp: '0',
    published: false,
    Orgc: { name: inertText(report.unit.name, 200), uuid: report.unit.id },
    Attribute: attributes,
    Object: objects,
    Tag: [{ name: `tlp:${opened.marking}` }],
  };
  return { Event: opened.withdrawn ? withdrawn(event) : event };
}

function toMisp(indicator: CollectedIndicator, opened: Export): MispAttribute | MispObject {
  const { object: wrap, matchable, ...fields } = mapIndicator(indicator);
  const toIds = matchable && indicator.standing === 'actionable';
  const comment = commentOn(indicator);
  if (wrap === undefined) return attribute(opened, '', { ...fields, toIds, comment });
  const key = `${indicator.kind}:${indicator.value}`;
  return object(opened, wrap.template, key, [{ ...fields, toIds, comment, relation: wrap.relation }]);
}

function commentOn({ standing, confidence, check, how }: CollectedIndicator): string {
  const found = how.length === 0 ? '' : ` ${inertText(how.slice(0, 3).join('; '), 500)}`;
  const checked = check === 'none' ? '' : `, check ${check}`;
  return `Standing: ${standing}; reading confidence ${Math.round(confidence)} %${checked}.${found}`;
}

function fileObjects(opened: Export): MispObject[] {
  return opened.report.artefacts.map((entry) => {
    const { sha256, bytes, mediaTypes } = entry.artefact;
    const actionable = entry.runs.some((run) =>
      run.result.indicators.some(
        (i) => i.kind === 'file' && i.value === sha256 && i.standing === 'actionable',
      ),
    );
    const category = 'Payload delivery';
    const made = object(
      opened,
      'file',
      sha256,
      [
        { type: 'sha256', category, value: sha256, toIds: actionable, relation: 'sha256' },
        { type: 'size-in-bytes', category: 'Other', value: String(bytes), relation: 'size-in-bytes' },
        ...mediaTypes
          .slice(0, 1)
          .map((value) => ({ type: 'mime-type', category, value, relation: 'mimetype' })),
        { type: 'text', category: 'Other', value: noteContent(entry, opened), relation: 'text' },
      ].filter((fields) => fields.value !== ''),
    );
    const children = new Set(opened.report.edges.filter((e) => e.parent === sha256).map((e) => e.child));
    return {
      ...made,
      ObjectReference: [...children].map((child) =>
        reference(opened, made.uuid, objectUuid(opened, 'file', child), 'contains'),
      ),
    };
  });
}

function reportObject(opened: Export): MispObject {
  const summary = inertText(
    opened.conclusion ?? 'Not reviewed: what the methods run observed, without a conclusion.',
    10_000,
    true,
  );
  return object(opened, 'report', 'summary', [
    {
      type: 'text',
      category: 'Other',
      value: `Technical analysis ${opened.report.submission}`,
      relation: 'title',
    },
    { type: 'text', category: 'Other', value: summary, relation: 'summary' },
  ]);
}

function withdrawn(event: MispEvent['Event']): MispEvent['Event'] {
  const drop = (a: MispAttribute): MispAttribute => ({ ...a, to_ids: false, deleted: true });
  return {
    ...event,
    info: `WITHDRAWN: ${event.info}`,
    Attribute: event.Attribute.map(drop),
    Object: event.Object.map((o) => ({ ...o, deleted: true, Attribute: o.Attribute.map(drop) })),
  };
}
