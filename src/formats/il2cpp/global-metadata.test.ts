import { expect, it } from 'vitest';
import { readUnityMetadata } from './global-metadata.ts';

function build(texts: readonly string[], version: number): Buffer {
  const wide = version >= 38;
  const data = Buffer.concat(texts.map((text) => Buffer.from(text)));
  const entries = Buffer.alloc(texts.length * (wide ? 4 : 8));
  let at = 0;
  texts.forEach((text, index) => {
    if (wide) entries.writeUInt32LE(at, index * 4);
    else {
      entries.writeUInt32LE(Buffer.byteLength(text), index * 8);
      entries.writeUInt32LE(at, index * 8 + 4);
    }
    at += Buffer.byteLength(text);
  });
  const header = Buffer.alloc(64);
  header.writeUInt32LE(0xfab11baf, 0);
  header.writeInt32LE(version, 4);
  const fields = wide
    ? [64, entries.length, texts.length, 64 + entries.length, data.length, texts.length]
    : [64, entries.length, 64 + entries.length, data.length];
  fields.forEach((value, index) => {
    header.writeUInt32LE(value, 8 + index * 4);
  });
  return Buffer.concat([header, entries, data]);
}

it.each([29, 39])('gives the text constants of a Unity program of version %d', (version) => {
  const metadata = readUnityMetadata(build(['https://unity.example/', '充值', 'ok'], version))!;
  expect(metadata).toMatchObject({ version, readable: true });
  expect([...metadata.literals()].map(({ text }) => text)).toEqual(['https://unity.example/', '充值', 'ok']);
});

it('says that tables which lead outside cannot be read', () => {
  const bytes = build(['a'], 29);
  bytes.writeUInt32LE(0x7fffffff, 8);
  expect(readUnityMetadata(bytes)).toMatchObject({ readable: false });
});

it('reads no more than there is when every entry claims all of it', () => {
  const bytes = build(
    Array.from({ length: 2000 }, () => 'abcdefgh'),
    29,
  );
  for (let index = 0; index < 2000; index++) {
    bytes.writeUInt32LE(16_000, 64 + index * 8);
    bytes.writeUInt32LE(0, 64 + index * 8 + 4);
  }
  const total = [...readUnityMetadata(bytes)!.literals()].reduce((sum, { text }) => sum + text.length, 0);
  expect(total).toBeLessThan(200_000);
});
