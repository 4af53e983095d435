import type { Export } from '../exportable.ts';
import { assayUuid } from '../stix/ids.ts';
import { TEMPLATES, type TemplateName } from './templates.ts';
import type { MispAttribute, MispObject, MispReference } from './types.ts';

/** What varies between attributes; the rest follows from the event. */
export interface AttributeFields {
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly toIds?: boolean;
  readonly comment?: string;
  readonly relation?: string;
}

/** Distribution 5: as the event. Uuids follow from what the attribute says, so a re-export updates and never doubles. */
export function attribute(opened: Export, scope: string, fields: AttributeFields): MispAttribute {
  const { type, category, value, toIds = false, comment = '', relation } = fields;
  return {
    uuid: assayUuid('misp-attribute', opened.report.submission, scope, relation ?? '', type, value),
    type,
    category,
    value,
    to_ids: toIds,
    distribution: '5',
    timestamp: seconds(opened.at),
    comment,
    deleted: false,
    disable_correlation: false,
    ...(relation === undefined ? {} : { object_relation: relation }),
  };
}

export function object(
  opened: Export,
  template: TemplateName,
  key: string,
  attributes: readonly AttributeFields[],
  comment = '',
): MispObject {
  const uuid = objectUuid(opened, template, key);
  return {
    uuid,
    ...TEMPLATES[template],
    timestamp: seconds(opened.at),
    distribution: '5',
    comment,
    deleted: false,
    Attribute: attributes.map((fields) => attribute(opened, uuid, fields)),
    ObjectReference: [],
  };
}

export function objectUuid(opened: Export, template: TemplateName, key: string): string {
  return assayUuid('misp-object', opened.report.submission, template, key);
}

export function reference(opened: Export, from: string, to: string, relation: string): MispReference {
  return {
    uuid: assayUuid('misp-reference', from, to, relation),
    object_uuid: from,
    referenced_uuid: to,
    relationship_type: relation,
    timestamp: seconds(opened.at),
    comment: '',
  };
}

export function seconds(instant: string): string {
  return String(Math.floor(Date.parse(instant) / 1000));
}
