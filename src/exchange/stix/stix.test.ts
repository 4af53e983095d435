import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import {
  APK_HASH,
  HOSTILE,
  IMAGE_HASH,
  sampleIndicator,
  sampleRelease,
  sampleReport,
} from '../../../tests/support/report.ts';
import { emptyResult, markings } from '../../contract/index.ts';
import { toStixBundle } from './bundle.ts';
import { scoExtensionDefinition } from './extensions.ts';
import { scoId } from './ids.ts';
import { tlpDefinition } from './tlp.ts';
import type { StixBundle, StixObject } from './types.ts';

const DATA = join(import.meta.dirname, '../../../data');
const EXPONENTIAL = '^([a-z][a-z0-9]*)+(-[a-z0-9]+)*\\\\-?$';
const EXTENSIONS = [
  'cryptocurrency-wallet',
  'cryptocurrency-transaction',
  'bank-account',
  'phone-number',
] as const;

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(DATA, path), 'utf8').replaceAll(EXPONENTIAL, '^[a-z][a-z0-9-]*$'));
}

function loadSchemas(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, allErrors: true });
  (addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addFormat('idn-hostname', true);
  for (const folder of ['common', 'sdos', 'sros', 'observables'])
    for (const file of readdirSync(join(DATA, 'stix/schemas', folder)))
      ajv.addSchema(read(`stix/schemas/${folder}/${file}`) as object);
  return ajv;
}

const ajv = loadSchemas();
const BASE = 'http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas';
const FOLDERS = ['sdos', 'sros', 'observables', 'common'];

function complaints(object: StixObject): string[] {
  const { id } = object;
  const extension = EXTENSIONS.find((type) => type === object.type);
  const validate =
    extension === undefined
      ? FOLDERS.map((folder) => ajv.getSchema(`${BASE}/${folder}/${object.type}.json`)).find(Boolean)
      : ajv.getSchema(`${BASE}/common/cyber-observable-core.json`);
  if (validate === undefined) return [`no schema for ${object.type}`];
  return validate(object) ? [] : (validate.errors ?? []).map((e) => `${id} ${e.instancePath} ${e.message}`);
}

function dangling(bundle: StixBundle): string[] {
  const ids = new Set(bundle.objects.map((object) => object.id));
  return bundle.objects
    .flatMap((object) =>
      Object.entries(object).flatMap(([name, value]) =>
        name.endsWith('_ref') ? [value as string] : name.endsWith('_refs') ? (value as string[]) : [],
      ),
    )
    .filter((id) => !ids.has(id));
}

function ofType(bundle: StixBundle, type: string): StixObject[] {
  return bundle.objects.filter((object) => object.type === type);
}

function concluded() {
  const release = sampleRelease();
  for (const { runs } of release.report.artefacts)
    for (const run of runs)
      for (const indicator of run.result.indicators)
        if (indicator.kind === 'file') indicator.standing = 'actionable';
  return release;
}

describe('STIX bundle', () => {
  it.each([
    ['a report nobody released', sampleReport()],
    ['a release', sampleRelease()],
    ['a release that concludes on an app', concluded()],
    ['a withdrawn release', sampleRelease({ withdrawnAt: '2026-11-23T00:00:00.000Z' })],
    [
      'an empty report',
      sampleReport({ artefacts: [], edges: [], exhibits: [], assessments: [], notExamined: [] }),
    ],
  ])('is valid against the OASIS schemas for %s and every reference resolves', (_, source) => {
    const bundle = toStixBundle(source);
    expect(bundle.objects.flatMap(complaints)).toEqual([]);
    expect(dangling(bundle)).toEqual([]);
    expect(new Set(bundle.objects.map((o) => o.id)).size).toBe(bundle.objects.length);
    // The published bundle schema leaves out notes and extension definitions, so each object is checked by its own.
    expect([bundle.type, bundle.id]).toEqual(['bundle', expect.stringMatching(/^bundle--[0-9a-f-]{36}$/)]);
  });

  it('names techniques of ATT&CK as objects that all bundles share, tied to what was observed', () => {
    const bundle = toStixBundle(sampleRelease());
    const [pattern] = ofType(bundle, 'attack-pattern');
    expect(pattern).toMatchObject({
      name: 'Abuse Accessibility Features',
      external_references: [
        {
          source_name: 'mitre-attack',
          external_id: 'T1453',
          url: 'https://attack.mitre.org/techniques/T1453',
        },
      ],
    });
    expect(pattern).not.toHaveProperty('object_marking_refs');
    const other = toStixBundle(sampleReport({ submission: '019aa000-0000-7000-8000-000000000999' }));
    expect(ofType(other, 'attack-pattern')).toEqual([pattern]);
    const ties = (from: StixBundle) =>
      ofType(from, 'relationship')
        .filter((one) => one['target_ref'] === pattern?.id)
        .map((one) => `${String(one['source_ref']).split('--')[0]} ${one['relationship_type']}`);
    expect(ties(bundle)).toEqual(['observed-data related-to']);
    expect(ties(toStixBundle(concluded()))).toEqual(['observed-data related-to', 'malware uses']);
  });

  it('says of an indicator which techniques it came with', () => {
    const release = sampleRelease();
    for (const { runs } of release.report.artefacts)
      for (const { result } of runs)
        for (const indicator of result.indicators)
          if (indicator.kind === 'url') indicator.findings = ['apk.label'];
    const bundle = toStixBundle(release);
    const [tie] = ofType(bundle, 'relationship').filter((one) => one['relationship_type'] === 'indicates');
    expect(tie?.['target_ref']).toBe(ofType(bundle, 'attack-pattern')[0]?.id);
    expect(bundle.objects.flatMap(complaints)).toEqual([]);
  });

  it('tells the weights that an answer rests on, and how they were got', () => {
    const support = {
      question: 'fraudulent-app' as const,
      ratio: 6,
      group: 'identity',
      basis: 'Judgement of the authors.',
    };
    const report = sampleReport();
    const run = report.artefacts[1]?.runs[0];
    if (run?.result.findings[0]) run.result.findings[0].support = support;
    const assessments = report.assessments.map((one) => ({
      ...one,
      answer: 'supports' as const,
      likelihoodRatio: { value: 6, bound: 20, calibration: 'None.' },
      findings: [{ run: run?.id ?? '', finding: 'apk.label' }],
    }));
    const note = ofType(toStixBundle({ ...report, assessments }), 'note').find((one) =>
      String(one['content']).includes('rests on'),
    );
    expect(note?.['content']).toMatch(/- for × 6: Label .*\(Judgement of the authors\.\)/);
    expect(note?.['content']).toContain('How the weights were got: None.');
  });

  it('validates extension objects against the definitions they come from', () => {
    const extended = new Ajv2020({ strict: false, unicodeRegExp: false });
    const master =
      'https://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/master/schemas/common';
    extended.addSchema({ $id: `${master}/timestamp.json`, type: 'string' });
    const bundle = toStixBundle(sampleRelease());
    for (const type of EXTENSIONS) {
      const schema = read(`stix/dogesec/${type}.schema.json`) as { allOf: object[] };
      const own = extended.compile({ ...schema, allOf: schema.allOf.slice(1) });
      const objects = ofType(bundle, type);
      expect(objects.length).toBeGreaterThan(0);
      for (const object of objects) expect(own(object), JSON.stringify(own.errors)).toBe(true);
    }
  });

  it('gives observables the deterministic ids of the specification', () => {
    const vectors = read('stix/sco-deterministic-ids.json') as {
      type: string;
      properties: Record<string, unknown>;
      id: string;
    }[];
    expect(vectors).toHaveLength(27);
    for (const { type, properties, id } of vectors) expect(scoId(type, properties)).toBe(id);
  });

  it('carries the official TLP 2.0 markings and the published extension definitions', () => {
    const official = read('tlp/marking-definitions.json') as { name: string }[];
    expect(markings.map(tlpDefinition)).toEqual(official);
    for (const type of EXTENSIONS) {
      const published = read(`stix/dogesec/${type}.extension-definition.json`) as Record<string, unknown>;
      delete published['object_marking_refs'];
      expect(scoExtensionDefinition(type)).toEqual(published);
    }
  });

  it('makes an indicator only of what a person made actionable', () => {
    const patterns = ofType(toStixBundle(sampleRelease()), 'indicator').map((o) => o['pattern']);
    expect(patterns).toEqual([
      "[url:value = 'https://api.scam-invest.example/v1?x=1']",
      "[domain-name:value = 'scam-invest.example']",
      "[cryptocurrency-wallet:value = 'bc1qexamplewallet']",
    ]);
  });

  it('calls nothing malware unless a reviewer concluded on that very app', () => {
    const unconcluded = toStixBundle(sampleRelease());
    expect([...ofType(unconcluded, 'malware'), ...ofType(unconcluded, 'malware-analysis')]).toEqual([]);
    const [malware, ...others] = ofType(toStixBundle(concluded()), 'malware');
    expect(others).toEqual([]);
    expect(malware?.['sample_refs']).toEqual([scoId('file', { hashes: { 'SHA-256': APK_HASH } })]);
  });

  it('never calls a picture malware, even when its hash is actionable', () => {
    const release = concluded();
    const image = release.report.artefacts.find((a) => a.artefact.sha256 === IMAGE_HASH)!;
    image.runs[0]!.result.indicators.push({
      ...image.runs[0]!.result.indicators[0]!,
      kind: 'file',
      value: IMAGE_HASH,
      standing: 'actionable',
    });
    expect(ofType(toStixBundle(release), 'malware')).toHaveLength(1);
  });

  it('is the same byte for byte when exported again, and keeps its ids in a new version', () => {
    const first = toStixBundle(sampleRelease());
    expect(JSON.stringify(toStixBundle(sampleRelease()))).toBe(JSON.stringify(first));
    const later = toStixBundle(sampleRelease({ withdrawnAt: '2026-11-23T00:00:00.000Z' }));
    expect(later.objects.map((o) => o.id)).toEqual(first.objects.map((o) => o.id));
    const [before, after] = [first, later].map((b) => ofType(b, 'report')[0]!);
    expect(after?.['created']).toBe(before?.['created']);
    expect(String(after?.['modified']) > String(before?.['modified'])).toBe(true);
    expect(after?.['revoked']).toBe(true);
  });

  it('keeps a victim out: no sensitive value, no claimed name, no note of the submitter', () => {
    const text = JSON.stringify(toStixBundle(sampleReport()));
    for (const secret of ['46701234567', 'anna-example', 'Anna Example', 'CASE-77', 'invest.apk'])
      expect(text).not.toContain(secret);
    expect(text).toContain('46812345678');
  });

  it('carries hostile text only as inert prose, and puts no malformed value into an observable', () => {
    const bundle = toStixBundle(sampleReport());
    const text = JSON.stringify(bundle);
    for (const bad of ['<img', '\u202e', '\u001b', '{{7*7}}', '](https://', '"https://evil.example'])
      expect(text).not.toContain(bad);
    expect(text).toContain('‹U+202E›');
    expect(bundle.objects.some((o) => o['value'] === HOSTILE)).toBe(false);
  });

  it.each([
    'package',
    'wallet',
    'transaction',
    'bank-account',
    'handle',
    'phone',
    'email',
    'url',
    'ip',
  ] as const)('makes no observable of a %s that is none', (kind) => {
    const [entry] = sampleReport().artefacts;
    const run = {
      ...entry!.runs[0]!,
      result: { ...emptyResult(), indicators: [sampleIndicator(kind, HOSTILE)] },
    };
    const bundle = toStixBundle(sampleReport({ artefacts: [{ ...entry!, runs: [run] }] }));
    for (const value of bundle.objects.flatMap((object) => [
      object['value'],
      object['name'],
      object['account_login'],
    ]))
      expect(value).not.toBe(HOSTILE);
    expect(JSON.stringify(bundle)).not.toMatch(/<img|\u202e|\\u001b/);
  });

  it('escapes quotes and backslashes in patterns', () => {
    const report = sampleReport();
    const indicators = report.artefacts[2]!.runs[0]!.result.indicators;
    const value = "a'OR'1'='1\\@b.example";
    indicators.push({ ...indicators[0]!, kind: 'email', value, standing: 'actionable' });
    const patterns = ofType(toStixBundle(report), 'indicator').map((o) => o['pattern']);
    expect(patterns).toContain("[email-addr:value = 'a\\'OR\\'1\\'=\\'1\\\\@b.example']");
  });

  it('takes the strictest marking of report, exhibits and release', () => {
    const report = sampleReport();
    report.exhibits[0]!.marking = 'red';
    const bundle = toStixBundle(report);
    expect(ofType(bundle, 'marking-definition').map((o) => o['name'])).toEqual(['TLP:RED']);
    expect(ofType(bundle, 'report')[0]?.['object_marking_refs']).toEqual([tlpDefinition('red').id]);
  });
});
