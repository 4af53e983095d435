import { describe, expect, it } from 'vitest';
import { unpackLz4 } from '../lz4/lz4-block.ts';
import { findDotnetAssemblies } from './dotnet-strings.ts';
import { unpackAssemblies } from './unpack-assemblies.ts';

/** The metadata of an assembly: a module row, names and text constants. */
function assembly(module: string, constants: readonly string[]): Buffer {
  const names = Buffer.from(`\0${module}\0Main\0`);
  const user = Buffer.concat([
    Buffer.from([0]),
    ...constants.map((text) => {
      const bytes = Buffer.from(text, 'utf16le');
      const length = bytes.length + 1;
      const head = length < 0x80 ? Buffer.from([length]) : Buffer.from([0x80 | (length >> 8), length & 0xff]);
      return Buffer.concat([head, bytes, Buffer.from([0])]);
    }),
  ]);
  const tables = Buffer.alloc(24 + 4 + 10);
  tables.writeUInt32LE(1, 8);
  tables.writeUInt32LE(1, 24);
  tables.writeUInt16LE(1, 30);
  const streams: [string, Buffer][] = [
    ['#~\0\0', tables],
    ['#Strings\0\0\0\0', names],
    ['#US\0', user],
  ];
  const head = Buffer.alloc(32);
  head.write('BSJB', 0, 'latin1');
  head.writeUInt32LE(12, 12);
  head.write('v4.0.30319', 16, 'latin1');
  head.writeUInt16LE(streams.length, 30);
  const headers: Buffer[] = [];
  let offset = 32 + streams.reduce((sum, [name]) => sum + 8 + name.length, 0);
  for (const [name, bytes] of streams) {
    const entry = Buffer.alloc(8 + name.length);
    entry.writeUInt32LE(offset, 0);
    entry.writeUInt32LE(bytes.length, 4);
    entry.write(name, 8, 'latin1');
    headers.push(entry);
    offset += bytes.length;
  }
  return Buffer.concat([Buffer.from('MZ padding of a program file'), head, ...headers, tables, names, user]);
}

/** LZ4 with literals only, as a packer may write it. */
function pack(bytes: Buffer): Buffer {
  const parts: number[] = [0xf0];
  let rest = bytes.length - 15;
  for (; rest >= 255; rest -= 255) parts.push(255);
  parts.push(rest);
  const head = Buffer.alloc(12);
  head.write('XALZ', 0, 'latin1');
  head.writeUInt32LE(bytes.length, 8);
  return Buffer.concat([head, Buffer.from(parts), bytes]);
}

const app = assembly('Trade.dll', ['https://maui.example/api', '提现', 'x'.repeat(200)]);

describe('.NET assemblies', () => {
  it('give their module and their text constants', () => {
    const [found] = findDotnetAssemblies(app);
    expect(found?.module).toBe('Trade.dll');
    expect([...found!.userStrings()].map(({ text }) => text)).toEqual([
      'https://maui.example/api',
      '提现',
      'x'.repeat(200),
    ]);
    expect([...found!.names()].map(({ text }) => text)).toContain('Main');
  });

  it('are unpacked out of a store of any version', () => {
    const store = Buffer.concat([
      Buffer.from('XABA0123456789'),
      pack(app),
      pack(assembly('Other.dll', ['b'])),
    ]);
    const modules = [...unpackAssemblies(store, 10_000_000)]
      .filter(({ compressed }) => compressed)
      .flatMap(({ bytes, complete }) => findDotnetAssemblies(bytes).map(({ module }) => [module, complete]));
    expect(modules).toEqual([
      ['Trade.dll', true],
      ['Other.dll', true],
    ]);
  });

  it('are not unpacked beyond what their bytes can hold, whatever size they claim', () => {
    const claims = Buffer.concat(
      Array.from({ length: 1000 }, () => Buffer.from('58414c5a00000000ffffff7f0000', 'hex')),
    );
    const start = performance.now();
    const total = [...unpackAssemblies(claims, 100_000_000)].reduce(
      (sum, { bytes }) => sum + bytes.length,
      0,
    );
    expect(total).toBeLessThan(claims.length * 256);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('LZ4', () => {
  it('repeats what came before, overlapping or not', () => {
    // "ab" then a match of 6 from 2 back, then one literal.
    expect(unpackLz4(Buffer.from([0x22, 0x61, 0x62, 2, 0, 0x10, 0x63]), 9).toString()).toBe('ababababc');
  });

  it('gives what it could read of a block whose match leads before its beginning', () => {
    expect(unpackLz4(Buffer.from([0x22, 0x61, 0x62, 9, 0]), 100).toString()).toBe('ab');
  });
});
