import { describe, expect, it } from 'vitest';
import { readHermes } from './hermes.ts';

interface Built {
  readonly text: string;
  readonly identifier?: boolean;
}

/** Bytecode with nothing in it but its string table. `functionBytes`: of one function header. */
function build(strings: readonly Built[], functionBytes = 16): Buffer {
  const ordered = [
    ...strings.filter(({ identifier }) => !identifier),
    ...strings.filter(({ identifier }) => identifier),
  ];
  const plain = ordered.filter(({ identifier }) => !identifier).length;
  const header = Buffer.alloc(128);
  Buffer.from('c61fbc03c103191f', 'hex').copy(header);
  const kinds = Buffer.alloc(8);
  kinds.writeUInt32LE(plain, 0);
  kinds.writeUInt32LE((0x80000000 | (ordered.length - plain)) >>> 0, 4);
  const hashes = Buffer.alloc((ordered.length - plain) * 4);
  const small = Buffer.alloc(ordered.length * 4);
  const overflow: Buffer[] = [];
  const storage: Buffer[] = [];
  let at = 0;
  ordered.forEach(({ text }, index) => {
    const wide = /[^\0-\xff]/.test(text);
    const bytes = Buffer.from(text, wide ? 'utf16le' : 'latin1');
    const long = text.length >= 255;
    const place = long ? overflow.length : at;
    small.writeUInt32LE(
      ((wide ? 1 : 0) | (place << 1) | ((long ? 255 : text.length) << 24)) >>> 0,
      index * 4,
    );
    if (long) {
      const entry = Buffer.alloc(8);
      entry.writeUInt32LE(at, 0);
      entry.writeUInt32LE(text.length, 4);
      overflow.push(entry);
    }
    storage.push(bytes);
    at += bytes.length;
  });
  const functions = Buffer.alloc(2 * functionBytes);
  const body = Buffer.concat([functions, kinds, hashes, small, ...overflow, ...storage]);
  header.writeUInt32LE(96, 8);
  header.writeUInt32LE(128 + body.length, 32);
  [2, 2, ordered.length - plain, ordered.length, overflow.length, at].forEach((value, index) => {
    header.writeUInt32LE(value, 40 + index * 4);
  });
  return Buffer.concat([header, body]);
}

const long = `https://api.example/${'a'.repeat(300)}`;
const texts: Built[] = [
  { text: 'https://rn.example/api' },
  { text: '请输入邀请码' },
  { text: long },
  { text: 'fetch', identifier: true },
];

describe('compiled JavaScript', () => {
  it.each([16, 12])(
    'gives all its texts, wide and long ones too, with function headers of %d bytes',
    (size) => {
      const hermes = readHermes(build(texts, size))!;
      expect(hermes).toMatchObject({ version: 96, stringCount: 4, tableFound: true });
      expect([...hermes.strings()].map(({ text, identifier }) => [text, identifier])).toEqual([
        ['https://rn.example/api', false],
        ['请输入邀请码', false],
        [long, false],
        ['fetch', true],
      ]);
      expect(hermes.anomalies).toEqual([]);
    },
  );

  it('stops when its table names more text than there is', () => {
    const many = Array.from({ length: 5000 }, () => ({ text: 'x'.repeat(254) }));
    const bytes = build(many);
    // Every small entry points at one long stretch; the storage is declared to be only that.
    bytes.writeUInt32LE(254 * 10, 60);
    const small = 128 + 32 + 8;
    for (let index = 0; index < 5000; index++) bytes.writeUInt32LE((254 << 24) >>> 0, small + index * 4);
    const hermes = readHermes(bytes)!;
    const total = [...hermes.strings()].reduce((sum, { text }) => sum + text.length, 0);
    expect(total).toBeLessThanOrEqual(254 * 10 * 4 + 65_536);
    expect(hermes.anomalies.map(({ code }) => code)).toContain('too-much-text');
  });

  it('says so when the table is not where it should be, and reads nothing false', () => {
    const bytes = build(texts);
    bytes.writeUInt32LE(77, 52);
    const hermes = readHermes(bytes)!;
    expect(hermes.tableFound).toBe(false);
    expect([...hermes.strings()]).toEqual([]);
    expect(hermes.anomalies).toMatchObject([{ code: 'layout' }]);
  });

  it('survives being cut anywhere', () => {
    const whole = build(texts);
    for (let length = 0; length < whole.length; length += 3) {
      const hermes = readHermes(whole.subarray(0, length));
      if (hermes) expect([...hermes.strings()].length).toBeLessThanOrEqual(4);
    }
  });
});
