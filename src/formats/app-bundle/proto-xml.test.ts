import { describe, expect, it } from 'vitest';
import { field } from '../../../tests/support/build-proto.ts';
import { attributeOf } from '../android/axml.ts';
import { readTableOfContents } from './bundle-config.ts';
import { protoTexts } from './proto-resources.ts';
import { readProtoXml } from './proto-xml.ts';

const element = (name: string, attributes: Buffer[], children: Buffer[] = []): Buffer =>
  field(1, [
    field(3, name),
    ...attributes.map((one) => field(4, one)),
    ...children.map((one) => field(5, one)),
  ]);

describe('a manifest in protobuf', () => {
  const versionCode = Buffer.concat([
    field(2, 'renamed'),
    field(5, 0x0101021b),
    field(6, field(7, field(6, 42))),
  ]);
  const label = Buffer.concat([
    field(2, 'label'),
    field(5, 0x01010001),
    field(6, field(1, field(2, 0x7f010002))),
  ]);
  const bytes = element(
    'manifest',
    [Buffer.concat([field(2, 'package'), field(3, 'com.example.a')]), versionCode],
    [element('application', [label])],
  );

  it('is read to elements whose attributes go by resource id, not by name', () => {
    const { root, anomalies } = readProtoXml(bytes);
    expect(root && attributeOf(root, 'versionCode')?.value).toEqual({ kind: 'int', value: 42 });
    expect(root && attributeOf(root, 'package')?.raw).toBe('com.example.a');
    expect(root?.children[0]?.attributes[0]?.value).toEqual({ kind: 'reference', id: 0x7f010002 });
    expect(anomalies).toEqual([]);
  });

  it('cut anywhere, or nested a thousand deep, throws nothing', () => {
    for (let end = 0; end < bytes.length; end++)
      expect(() => readProtoXml(bytes.subarray(0, end))).not.toThrow();
    let deep = element('a', []);
    for (let i = 0; i < 1000; i++) deep = element('a', [], [deep]);
    expect(readProtoXml(deep).anomalies.map(({ code }) => code)).toContain('too-deep');
  });
});

describe('resources in protobuf', () => {
  const text = (locale: string, value: string): Buffer =>
    field(6, [field(1, field(3, locale)), field(2, field(4, field(2, field(1, value))))]);
  const entry = (id: number, ...variants: Buffer[]): Buffer =>
    field(3, [field(1, field(1, id)), ...variants]);
  const reference = (id: number): Buffer => field(6, field(2, field(4, field(1, field(2, id)))));
  const table = field(2, [
    field(1, field(1, 0x7f)),
    field(3, [
      field(1, field(1, 1)),
      entry(2, text('', 'Gold'), text('zh-CN', '黄金')),
      entry(3, reference(0x7f010002)),
      entry(4, reference(0x7f010004)),
    ]),
  ]);

  it('give a text in every language, through references', () => {
    expect([...protoTexts(table, 0x7f010003)]).toEqual([
      ['', 'Gold'],
      ['zh-CN', '黄金'],
    ]);
  });

  it('that refer to themselves end without a text', () => {
    expect(protoTexts(table, 0x7f010004).size).toBe(0);
    expect(protoTexts(table, 0x7f020000).size).toBe(0);
  });
});

it('a table of contents names the package and the paths of the parts', () => {
  const bytes = Buffer.concat([
    field(1, field(2, field(2, field(2, 'splits/base-master.apk')))),
    field(4, 'com.example.a'),
  ]);
  expect(readTableOfContents(bytes)).toEqual({
    packageName: 'com.example.a',
    paths: ['splits/base-master.apk'],
  });
});
