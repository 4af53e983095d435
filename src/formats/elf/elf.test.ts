import { describe, expect, it } from 'vitest';
import { buildElf } from '../../../tests/support/build-elf.ts';
import { readElf } from './elf.ts';
import { elfStrings } from './elf-strings.ts';

const library = buildElf({
  needed: ['liblog.so', 'libc.so'],
  soname: 'libtrade.so',
  exports: ['Java_com_example_Api_host', 'JNI_OnLoad'],
  rodata: Buffer.from('\0https://api.trade.example/v1\0邀请码 请输入\0'),
  buildId: 'a1b2c3d4e5f6a7b8',
});

describe('a native library', () => {
  it('is read by what the loader uses, without a section table', () => {
    const elf = readElf(library);
    expect(elf).toMatchObject({
      bits: 64,
      endian: 'little',
      machine: 'arm64',
      needed: ['liblog.so', 'libc.so'],
      soname: 'libtrade.so',
      buildId: 'a1b2c3d4e5f6a7b8',
    });
    expect(elf?.exports.map(({ name }) => name)).toEqual(['Java_com_example_Api_host', 'JNI_OnLoad']);
  });

  it('gives its texts, in UTF-8 too, with their place in the file', () => {
    const found = [...elfStrings(library, readElf(library)!)];
    const url = found.find(({ text }) => text.includes('https'));
    expect(url).toMatchObject({ text: 'https://api.trade.example/v1', offset: library.indexOf('https') });
    expect(found.map(({ text }) => text)).toContain('邀请码 请输入');
  });

  it('is read as far as it goes wherever it is cut', () => {
    for (let length = 0; length < library.length; length += 7) {
      const cut = library.subarray(0, length);
      const elf = readElf(cut);
      if (length >= 20) expect(elf?.bits).toBe(64);
      if (elf) for (const { offset } of elfStrings(cut, elf)) expect(offset).toBeLessThan(length);
    }
  });

  it('costs no more for a table that names the same bytes thousands of times', () => {
    const sections = 4000;
    const bytes = Buffer.concat([library, Buffer.alloc(1_000_000, 'a'), Buffer.alloc(sections * 64)]);
    const table = library.length + 1_000_000;
    bytes.writeBigUInt64LE(BigInt(table), 40);
    bytes.writeUInt16LE(64, 58);
    bytes.writeUInt16LE(sections, 60);
    for (let index = 0; index < sections; index++) {
      bytes.writeUInt32LE(1, table + index * 64 + 4);
      bytes.writeBigUInt64LE(BigInt(bytes.length), table + index * 64 + 32);
    }
    const read = [...elfStrings(bytes, readElf(bytes)!)].reduce((sum, { text }) => sum + text.length, 0);
    expect(read).toBeLessThan(bytes.length * 2);
  });

  it('claims nothing for counts and addresses that lead outside', () => {
    const bytes = Buffer.from(library);
    bytes.writeUInt16LE(0xffff, 56);
    for (let at = 64; at + 56 <= 64 + 3 * 56; at += 56) bytes.fill(0xff, at + 8, at + 40);
    expect(readElf(bytes)).toMatchObject({ needed: [], exports: [] });
    expect(readElf(bytes)?.anomalies.map(({ code }) => code)).toContain('segment-outside');
  });

  it('is not seen where there is none', () => {
    expect(readElf(Buffer.from('not a library at all'))).toBeUndefined();
  });
});
