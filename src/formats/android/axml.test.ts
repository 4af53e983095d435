import { describe, expect, it } from 'vitest';
import { buildAxml } from '../../../tests/support/build-axml.ts';
import { attributeOf, readAxml } from './axml.ts';

const NAME = 0x01010003;
const manifest = buildAxml({
  name: 'manifest',
  attributes: [{ name: 'package', value: 'com.example.a' }],
  children: [
    { name: 'uses-permission', attributes: [{ name: 'name', id: NAME, value: 'android.permission.CAMERA' }] },
    { name: 'application', attributes: [{ name: 'debuggable', id: 0x0101000f, value: true }] },
  ],
});
const codes = (bytes: Buffer): string[] => [
  ...new Set(readAxml(bytes).anomalies.map((anomaly) => anomaly.code)),
];
const packageOf = (bytes: Buffer): unknown => {
  const { root } = readAxml(bytes);
  return root && attributeOf(root, 'package')?.value;
};
function change(edit: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(manifest);
  edit(bytes);
  return bytes;
}

describe('an honest document', () => {
  it('is read as a tree with typed values and without anomalies', () => {
    const { root, anomalies } = readAxml(manifest);
    expect(anomalies).toEqual([]);
    expect(root?.children.map((child) => child.name)).toEqual(['uses-permission', 'application']);
    expect(attributeOf(root!.children[1]!, 'debuggable')?.value).toEqual({ kind: 'boolean', value: true });
  });

  it('goes by resource ids, whatever an attribute is called', () => {
    const renamed = buildAxml({ name: 'a', attributes: [{ name: 'zzz', id: NAME, value: 'x' }] });
    const { root, anomalies } = readAxml(renamed);
    expect(attributeOf(root!, 'name')).toMatchObject({
      writtenName: 'zzz',
      value: { kind: 'string', text: 'x' },
    });
    expect(anomalies.map((anomaly) => anomaly.code)).toEqual(['renamed-attribute']);
  });
});

describe('a hostile document is read on, and the trick is an anomaly', () => {
  const pool = 8;
  const recovered = { kind: 'string', text: 'com.example.a' };

  it.each<[string, Buffer]>([
    ['not-axml', change((bytes) => bytes.writeUInt16LE(0, 0))],
    ['chunk-size', change((bytes) => bytes.writeUInt32LE(0xffffffff, 4))],
    ['header-size', change((bytes) => bytes.writeUInt16LE(0xffff, 2))],
    ['pool-count', change((bytes) => bytes.writeUInt32LE(0x7fffffff, pool + 8))],
    ['trailing-data', Buffer.concat([manifest, Buffer.alloc(100)])],
  ])('%s', (code, bytes) => {
    expect(codes(bytes)).toContain(code);
    expect(packageOf(bytes)).toEqual(recovered);
  });

  it('skips a chunk of an unknown type', () => {
    const end = pool + manifest.readUInt32LE(pool + 4);
    const junk = Buffer.from('aaaa080010000000ffffffffffffffff', 'hex');
    const bytes = Buffer.concat([manifest.subarray(0, end), junk, manifest.subarray(end)]);
    expect(codes(bytes)).toContain('unknown-chunk');
    expect(packageOf(bytes)).toEqual(recovered);
  });

  it('takes a text position of -1 as no text', () => {
    const bytes = change((copy) => copy.writeInt32LE(-1, pool + 28));
    expect(codes(bytes)).toContain('string-offset');
    expect(readAxml(bytes).root?.name).toBe('manifest');
  });

  it('moves on past chunks that say they are 0 bytes long', () => {
    const zero = Buffer.from('0001100000000000', 'hex');
    const bytes = Buffer.concat([
      Buffer.from('0300080000000000', 'hex'),
      ...Array.from({ length: 5000 }, () => zero),
    ]);
    expect(codes(bytes)).toContain('chunk-size');
  });

  it('counts attributes that do not fit only as far as they fit', () => {
    const at = manifest.indexOf(Buffer.from('02011000', 'hex'), 0);
    const bytes = change((copy) => copy.writeUInt16LE(0xffff, at + 16 + 12));
    expect(codes(bytes)).toContain('attribute-count');
  });

  it('never throws and always ends, whatever bytes are changed', () => {
    let seed = 1;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    for (let round = 0; round < 3000; round++) {
      const bytes = change((copy) => {
        for (let edits = 0; edits <= next(6); edits++)
          copy[next(copy.length)] = next(3) === 0 ? 0xff : next(256);
      });
      expect(readAxml(bytes.subarray(0, next(bytes.length + 1))).anomalies.length).toBeLessThan(1000);
    }
  });

  it('does not build the gigabytes that overlapping texts name', () => {
    const long = 'x'.repeat(60_000);
    const bytes = buildAxml({
      name: 'a',
      attributes: Array.from({ length: 2000 }, (_, at) => ({
        name: `n${at}`,
        value: at === 0 ? long : `v${at}`,
      })),
    });
    // All texts begin where the long one does.
    const count = bytes.readUInt32LE(pool + 8);
    const offsets = Array.from({ length: count }, (_, at) => bytes.readUInt32LE(pool + 28 + at * 4));
    const start = offsets[offsets.findIndex((offset, at) => (offsets[at + 1] ?? 0) - offset > 100_000)]!;
    for (let at = 0; at < count; at++) bytes.writeUInt32LE(start, pool + 28 + at * 4);
    expect(codes(bytes)).toContain('pool-budget');
  });
});
