import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AjvDraft04Module from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { APK_HASH, sampleRelease, sampleReport } from '../../../tests/support/report.ts';
import type { Marking } from '../../contract/index.ts';
import { toMispEvent } from './event.ts';
import { TEMPLATES } from './templates.ts';
import type { MispAttribute, MispEvent } from './types.ts';

const DATA = join(import.meta.dirname, '../../../data/misp');
const read = (path: string) => JSON.parse(readFileSync(join(DATA, path), 'utf8'));
interface Template {
  uuid: string;
  version: number;
  name: string;
  'meta-category': string;
  description: string;
  required?: string[];
  requiredOneOf?: string[];
  attributes: Record<string, { 'misp-attribute': string; multiple?: boolean; categories?: string[] }>;
}
interface Validator {
  compile(schema: object): ((data: unknown) => boolean) & { errors?: unknown };
}
const AjvDraft04 = AjvDraft04Module as unknown as new (options: object) => Validator;
const types = read('describeTypes.json').result.category_type_mappings as Record<string, string[]>;

function attributesOf({ Event }: MispEvent): MispAttribute[] {
  return [...Event.Attribute, ...Event.Object.flatMap((object) => object.Attribute)];
}

function kindsOfLeaves(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set([typeof value]);
  return new Set(Object.values(value).flatMap((item) => [...kindsOfLeaves(item)]));
}

describe('MISP event', () => {
  it('is valid against the event schema and writes every number as a string', () => {
    const validate = new AjvDraft04({ strict: false }).compile(read('event.schema-lax.json'));
    for (const source of [
      sampleReport(),
      sampleRelease(),
      sampleReport({ artefacts: [], edges: [], exhibits: [] }),
    ]) {
      const event = toMispEvent(source);
      expect(validate(event), JSON.stringify(validate.errors)).toBe(true);
      expect(kindsOfLeaves(event)).toEqual(new Set(['string', 'boolean']));
    }
  });

  it('uses only pairs of category and type that MISP knows, and no empty value', () => {
    for (const attribute of attributesOf(toMispEvent(sampleReport()))) {
      expect(types[attribute.category], `${attribute.category}/${attribute.type}`).toContain(attribute.type);
      expect(attribute.value).not.toBe('');
    }
  });

  it('makes every object as its template demands', () => {
    for (const name of Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[]) {
      const template = read(`templates/${name}.json`) as Template;
      expect(TEMPLATES[name]).toEqual({
        name: template.name,
        'meta-category': template['meta-category'],
        description: template.description,
        template_uuid: template.uuid,
        template_version: String(template.version),
      });
    }
    const objects = toMispEvent(sampleReport()).Event.Object;
    expect(new Set(objects.map((o) => o.name))).toEqual(new Set(Object.keys(TEMPLATES)));
    for (const object of objects) {
      const template = read(`templates/${object.name}.json`) as Template;
      const relations = object.Attribute.map((a) => a.object_relation!);
      for (const a of object.Attribute) {
        const slot = template.attributes[a.object_relation!]!;
        expect(slot['misp-attribute'], `${object.name}.${a.object_relation}`).toBe(a.type);
        if (slot.categories !== undefined) expect(slot.categories).toContain(a.category);
        if (slot.multiple !== true) expect(relations.filter((r) => r === a.object_relation)).toHaveLength(1);
      }
      for (const needed of template.required ?? []) expect(relations).toContain(needed);
      if (template.requiredOneOf)
        expect(relations.some((r) => template.requiredOneOf!.includes(r))).toBe(true);
    }
  });

  it('sets to_ids only on what a reviewer made actionable', () => {
    const set = attributesOf(toMispEvent(sampleRelease()))
      .filter((a) => a.to_ids)
      .map((a) => a.value);
    expect(set.sort()).toEqual([
      'bc1qexamplewallet',
      'https://api.scam-invest.example/v1?x=1',
      'scam-invest.example',
    ]);
    const report = sampleReport();
    for (const { runs } of report.artefacts)
      for (const run of runs) for (const i of run.result.indicators) i.standing = 'proposed';
    expect(attributesOf(toMispEvent(report)).some((a) => a.to_ids)).toBe(false);
  });

  it('keeps a victim and the claimed names out', () => {
    const text = JSON.stringify(toMispEvent(sampleReport()));
    for (const secret of [
      '46701234567',
      'anna-example',
      'Anna Example',
      'CASE-77',
      '\u202e',
      '<img',
      '\\u001b',
    ])
      expect(text).not.toContain(secret);
  });

  it('refers from a container to what it contains by uuids that are in the event', () => {
    const { Event } = toMispEvent(sampleReport());
    const uuids = new Set(Event.Object.map((object) => object.uuid));
    const references = Event.Object.flatMap((object) => object.ObjectReference);
    expect(references).toHaveLength(2);
    for (const r of references)
      expect([uuids.has(r.object_uuid), uuids.has(r.referenced_uuid)]).toEqual([true, true]);
  });

  it.each([
    ['red', '0'],
    ['amber+strict', '0'],
    ['amber', '0'],
    ['green', '1'],
    ['clear', '3'],
  ] as [Marking, string][])(
    'tags tlp:%s in lower case and lets MISP carry it to distribution %s',
    (marking, distribution) => {
      const report = sampleReport({ marking });
      report.exhibits[0]!.marking = marking;
      const { Event } = toMispEvent(report);
      expect([Event.Tag, Event.distribution, Event.published]).toEqual([
        [{ name: `tlp:${marking}` }],
        distribution,
        false,
      ]);
    },
  );

  it('is the same when exported again, and tells receivers to delete a withdrawn release', () => {
    expect(toMispEvent(sampleRelease())).toEqual(toMispEvent(sampleRelease()));
    const before = attributesOf(toMispEvent(sampleRelease())).map((a) => a.uuid);
    const event = toMispEvent(sampleRelease({ withdrawnAt: '2026-11-23T00:00:00.000Z' }));
    expect(attributesOf(event).map((a) => a.uuid)).toEqual(before);
    expect(attributesOf(event).every((a) => a.deleted && !a.to_ids)).toBe(true);
    expect(new Set(before).size).toBe(before.length);
    expect(before.length).toBeGreaterThan(20);
    expect(JSON.stringify(event)).toContain(APK_HASH);
  });
});
