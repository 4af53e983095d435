import { describe, expect, it } from 'vitest';
import { buildZip } from '../../../tests/support/build-zip.ts';
import { sourceOf } from '../source.ts';
import { auditHeaders } from './audit-headers.ts';
import { readEntry, streamEntry } from './read-entry.ts';
import { findEntry, readZip } from './zip.ts';

const text = (words: string): Buffer => Buffer.from(words);
const open = async (bytes: Buffer) => (await readZip(sourceOf(bytes)))!;
const codes = async (bytes: Buffer): Promise<string[]> =>
  (await open(bytes)).anomalies.map((anomaly) => anomaly.code);

describe('the directory', () => {
  it('is found behind a comment and behind data appended to the archive', async () => {
    const zip = buildZip([{ name: 'a', content: text('x') }], { comment: text('PK\x05\x06 in a comment') });
    expect((await open(zip)).entries.map((entry) => entry.name)).toEqual(['a']);
    const longer = Buffer.concat([zip, Buffer.alloc(300_000)]);
    expect((await open(longer)).entries).toHaveLength(1);
    expect(await codes(longer)).toContain('trailing-data');
  });

  it('is found when data stands in front and the offsets were not corrected', async () => {
    const zip = await open(
      Buffer.concat([Buffer.alloc(5000, 7), buildZip([{ name: 'a', content: text('hello') }])]),
    );
    expect((await readEntry(zip, findEntry(zip, 'a')!, 100)).bytes.toString()).toBe('hello');
    expect(zip.anomalies.map((anomaly) => anomaly.code)).toContain('prepended-data');
  });

  it('is not searched for again and again in a tail of false end records', async () => {
    const start = Date.now();
    expect(await readZip(sourceOf(Buffer.alloc(1024 * 1024, 'PK\x05\x06\xff\xff')))).toBeUndefined();
    expect(Date.now() - start).toBeLessThan(2000);
  });

  it('lists entries up to a limit and says that there are more', async () => {
    const many = buildZip(Array.from({ length: 50 }, (_, at) => ({ name: `${at}`, content: text('x') })));
    const zip = (await readZip(sourceOf(many), { maxEntries: 10 }))!;
    expect(zip.entries).toHaveLength(10);
    expect(zip.complete).toBe(false);
  });

  it('says when the declared number of entries is false', async () => {
    expect(await codes(buildZip([{ name: 'a', content: text('x') }], { entriesDeclared: 9 }))).toContain(
      'entry-count',
    );
  });

  it.each([
    ['../x', 'name-escapes-folder'],
    ['/x', 'name-escapes-folder'],
    ['C:\\x', 'name-escapes-folder'],
    ['a\0.txt', 'name-nul'],
  ])('keeps the name %j as a fact and reports it', async (name, code) => {
    const zip = await open(buildZip([{ name, content: text('x') }]));
    expect(zip.entries[0]?.name).toBe(name);
    expect(zip.anomalies.map((anomaly) => anomaly.code)).toContain(code);
  });

  it('reads a name that is overlong UTF-8 byte for byte, so that it can hide no slash', async () => {
    const zip = await open(
      buildZip([{ name: Buffer.from([0x2e, 0x2e, 0xc0, 0xaf, 0x78]), content: text('x') }]),
    );
    expect(zip.entries[0]?.name).toBe('..\u00c0\u00afx');
    expect(zip.anomalies.map((anomaly) => anomaly.code)).toContain('name-not-utf8');
  });

  it('never throws, whatever bytes are changed', async () => {
    const whole = buildZip([
      { name: 'a', content: text('x'.repeat(100)), deflate: true },
      { name: 'b', content: text('y') },
    ]);
    let seed = 7;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(whole);
      for (let edits = 0; edits <= next(5); edits++)
        bytes[next(bytes.length)] = next(2) === 0 ? 0xff : next(256);
      const zip = await readZip(sourceOf(bytes.subarray(0, next(bytes.length + 1))));
      for (const entry of zip?.entries ?? []) await readEntry(zip!, entry, 1000);
    }
  });
});

describe('an entry, as Android reads it', () => {
  it.each([
    ['the local header names another method', { local: { method: 0 } }, 'local-method'],
    ['it is marked as encrypted', { central: { flags: 1 }, local: { flags: 1 } }, 'encrypted-flag'],
    ['the local header has another name', { local: { name: 'b' } }, 'local-name'],
    ['the local header has another size', { local: { bytes: 1 } }, 'local-size'],
  ])('is read when %s, and that is noted', async (_, lies, code) => {
    const zip = await open(buildZip([{ name: 'a', content: text('hello'), deflate: true, ...lies }]));
    const { bytes, crcMatches } = await readEntry(zip, zip.entries[0]!, 100);
    expect(bytes.toString()).toBe('hello');
    expect(crcMatches).toBe(true);
    expect((await auditHeaders(zip)).map((anomaly) => anomaly.code)).toEqual([code]);
  });

  it('is read as stored when its method is invented', async () => {
    const odd = { method: 0x8888 };
    const zip = await open(buildZip([{ name: 'a', content: text('hello'), central: odd, local: odd }]));
    expect(await readEntry(zip, zip.entries[0]!, 100)).toMatchObject({ readAs: 'stored', crcMatches: true });
  });

  it('is unpacked when it is deflated under an invented method, because then the checksum holds', async () => {
    const odd = { method: 0x8888 };
    const entry = { name: 'a', content: text('hello'.repeat(50)), deflate: true, central: odd, local: odd };
    const zip = await open(buildZip([entry]));
    expect(await readEntry(zip, zip.entries[0]!, 1000)).toMatchObject({
      readAs: 'deflated',
      crcMatches: true,
    });
  });

  it('is cut at the limit and said to be incomplete', async () => {
    const zip = await open(buildZip([{ name: 'a', content: Buffer.alloc(100_000), deflate: true }]));
    const { bytes, complete } = await readEntry(zip, zip.entries[0]!, 1000);
    expect([bytes.length, complete]).toEqual([1000, false]);
  });

  it('is streamed to the same bytes', async () => {
    const content = Buffer.from(Array.from({ length: 700_000 }, (_, at) => (at * 31) & 0xff));
    const zip = await open(buildZip([{ name: 'a', content, deflate: true }]));
    const parts: Buffer[] = [];
    for await (const part of streamEntry(zip, zip.entries[0]!)) parts.push(part);
    expect(Buffer.concat(parts).equals(content)).toBe(true);
  });
});

describe('what the directory alone shows', () => {
  it.each<[string, Parameters<typeof buildZip>[0]]>([
    [
      'name-shadows',
      [
        { name: 'classes.dex', content: text('x') },
        { name: 'classes.dex/', content: text('') },
      ],
    ],
    [
      'impossible-size',
      [{ name: 'a', content: text('xxxx'), deflate: true, central: { bytes: 4_294_967_280 } }],
    ],
    ['expands', [{ name: 'a', content: Buffer.alloc(70 * 1024 ** 2), deflate: true }]],
  ])('%s', async (code, entries) => {
    expect(await codes(buildZip(entries))).toContain(code);
  });
});
