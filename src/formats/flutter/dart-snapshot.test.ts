import { expect, it } from 'vitest';
import { dartStrings, findDartSnapshots } from './dart-snapshot.ts';

/** A one-byte Dart string object of a 64-bit build: tags, length as a small integer, bytes, no gap behind. */
function object(text: string): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(0x41424344, 0);
  head.writeBigUInt64LE(BigInt(text.length * 2), 8);
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
}

const texts = (bytes: Buffer): string[] => [...dartStrings(bytes)].map(({ text }) => text);

it('keeps neighbouring texts apart by the length that Dart writes in front of each', () => {
  const bytes = Buffer.concat([object('https://one.example/login'), object('https://two.example/kyc')]);
  expect(texts(bytes)).toEqual(
    expect.arrayContaining(['https://one.example/login', 'https://two.example/kyc']),
  );
});

it('reads texts of two bytes per character', () => {
  const wide = Buffer.from('提现 withdraw USDT 充值 deposit', 'utf16le');
  expect(texts(Buffer.concat([Buffer.alloc(8), wide, Buffer.alloc(8)]))).toContain(
    '提现 withdraw USDT 充值 deposit',
  );
});

it('names the exact version a program was compiled with', () => {
  const head = Buffer.alloc(20);
  head.set([0xdc, 0xdc, 0xf5, 0xf5]);
  head.writeInt32LE(3, 12);
  const version = 'ee1eb666c76a5cb7746faf39d0b97547';
  const bytes = Buffer.concat([
    Buffer.alloc(100),
    head,
    Buffer.from(`${version}product no-code_comments arm64\0`),
  ]);
  expect(findDartSnapshots(bytes)).toEqual([
    { offset: 100, versionHash: version, kind: 3, features: 'product no-code_comments arm64' },
  ]);
});

it('costs linear time on bytes that look like one endless text', () => {
  const bytes = Buffer.alloc(4_000_000, 'a');
  const start = performance.now();
  expect(texts(bytes).reduce((sum, text) => sum + text.length, 0)).toBeGreaterThan(3_900_000);
  expect(performance.now() - start).toBeLessThan(4000);
});
