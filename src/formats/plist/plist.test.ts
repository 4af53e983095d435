import { describe, expect, it } from 'vitest';
import { buildBplist } from '../../../tests/support/build-bplist.ts';
import { plistToJson } from './plist-json.ts';
import { readPlist } from './read-plist.ts';

const codes = (bytes: Buffer): string[] => [...new Set(readPlist(bytes).anomalies.map(({ code }) => code))];
const json = (bytes: Buffer): unknown => plistToJson(readPlist(bytes).root);
const xml = (body: string): Buffer =>
  Buffer.from(`<?xml version="1.0"?><plist version="1.0">${body}</plist>`);

describe('a binary property list', () => {
  it('is read to its texts, numbers, dates, data, lists and dictionaries', () => {
    const bytes = buildBplist([
      {
        dict: [
          [1, 2],
          [3, 4],
          [5, 6],
          [7, 8],
          [9, 10],
        ],
      },
      { text: 'name' },
      { wide: '投资' },
      { text: 'count' },
      { integer: -3 },
      { text: 'when' },
      { date: 0 },
      { text: 'icon' },
      { data: Buffer.from('x'.repeat(20)) },
      { text: 'all' },
      { list: [11, 4] },
      { flag: true },
    ]);
    expect(json(bytes)).toEqual({
      name: '投资',
      count: -3,
      when: '2001-01-01T00:00:00.000Z',
      icon: { bytes: 20, sha256: expect.any(String) as string },
      all: [true, -3],
    });
    expect(codes(bytes)).toEqual([]);
  });

  it('that holds itself is cut and told', () => {
    const bytes = buildBplist([{ list: [1, 0] }, { text: 'kept' }]);
    expect(json(bytes)).toEqual(['kept']);
    expect(codes(bytes)).toEqual(['cycle']);
  });

  it('that unfolds to billions of values is read to a bound', () => {
    const lists = Array.from({ length: 30 }, (_, index) => ({ list: Array<number>(10).fill(index + 1) }));
    const started = performance.now();
    expect(codes(buildBplist([...lists, { text: 'ha' }]))).toContain('too-many-objects');
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it.each([
    ['2³¹ objects are declared', { count: 2n ** 31n }, 'bad-trailer'],
    ['the table lies at 2⁶³', { table: 2n ** 63n }, 'bad-trailer'],
    ['the top object does not exist', { top: 2n ** 40n }, 'bad-offset'],
  ])('says so when %s', (_, trailer, code) => {
    expect(codes(buildBplist([{ text: 'a' }], trailer))).toEqual([code]);
  });

  it('is never read beyond its objects, however long a text claims to be', () => {
    const long = buildBplist([
      { raw: Buffer.from([0x5f, 0x13, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 65]) },
    ]);
    expect(json(long)).toBe('A');
    expect(codes(long)).toEqual(['cut']);
  });

  it('cut anywhere throws nothing', () => {
    const whole = buildBplist([{ dict: [[1, 2]] }, { text: 'key' }, { list: [1, 1, 1] }]);
    for (let end = 0; end < whole.length; end++)
      expect(() => readPlist(whole.subarray(0, end))).not.toThrow();
  });
});

describe('an XML property list', () => {
  const body =
    '<dict><key>a</key><string>x &amp; <![CDATA[<y>]]></string><!-- no --><key>b</key><array><true/><integer>7</integer><real>1.5</real></array><key>c</key><data>\n eHk= </data><key>d</key><date>2017-07-27T09:44:49Z</date></dict>';
  const expected = {
    a: 'x & <y>',
    b: [true, 7, 1.5],
    c: { bytes: 2, sha256: expect.any(String) as string },
    d: '2017-07-27T09:44:49.000Z',
  };

  it('is read whatever its encoding', () => {
    expect(json(xml(body))).toEqual(expected);
    const text = `\ufeff${xml(body).toString()}`;
    expect(json(Buffer.from(text, 'utf16le'))).toEqual(expected);
    expect(json(Buffer.from(text, 'utf16le').swap16())).toEqual(expected);
    expect(json(Buffer.from(text))).toEqual(expected);
  });

  it('has no entity of its own expanded', () => {
    const laughs = Buffer.from(
      '<!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><plist><dict><key>k</key><string>&b;&x;</string></dict></plist>',
    );
    expect(json(laughs)).toEqual({ k: '&b;&x;' });
    expect(codes(laughs)).toEqual(['entity-declared']);
  });

  it('that ends early gives what was read until then', () => {
    const cut = xml('<dict><key>a</key><string>1</string><key>b</key><array><string>2</string><str');
    expect(json(cut)).toEqual({ a: '1', b: ['2'] });
    expect(codes(cut)).toContain('cut');
  });

  it('nested ten thousand deep is read to a bound', () => {
    expect(codes(xml('<array>'.repeat(10_000)))).toContain('too-deep');
  });

  it('keeps the first of two values of one key, and a key called __proto__ is a key', () => {
    const read = xml(
      '<dict><key>a</key><string>1</string><key>a</key><string>2</string><key>__proto__</key><string>3</string></dict>',
    );
    expect(Object.entries(json(read) as object)).toEqual([
      ['a', '1'],
      ['__proto__', '3'],
    ]);
    expect(codes(read)).toEqual(['duplicate-key']);
  });

  it.each([['<!a>'], ['<![CDATA['], ['<!--'], ['<'], ['</dict>'], ['<string>'], ['&#x41;']])(
    'of a million times %s costs linear time',
    (piece) => {
      const started = performance.now();
      readPlist(xml(piece.repeat(Math.floor(1_000_000 / piece.length))));
      expect(performance.now() - started).toBeLessThan(3000);
    },
  );
});

it('a table of texts is read with escapes, comments and words without quotes', () => {
  const table = Buffer.from(
    '/* no */ "CFBundleDisplayName" = "Gold \\"FX\\" \\U6295";\n// no\nCFBundleName = Gold;\n"open',
  );
  expect(json(table)).toEqual({ CFBundleDisplayName: 'Gold "FX" 投', CFBundleName: 'Gold' });
  expect(json(Buffer.from(`\ufeff"a" = "ü";`, 'utf16le'))).toEqual({ a: 'ü' });
});
