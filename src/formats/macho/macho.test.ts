import { describe, expect, it } from 'vitest';
import { buildSigner, der } from '../../../tests/support/build-cms.ts';
import { buildFat, buildMachO } from '../../../tests/support/build-macho.ts';
import { plistToJson } from '../plist/plist-json.ts';
import { readDerEntitlements } from './der-entitlements.ts';
import { machStrings } from './macho-strings.ts';
import { readMachO } from './read-macho.ts';

const limits = { least: 4, strings: 1000, bytes: 1_000_000 };
const signature = {
  identifier: 'com.example.app',
  team: 'ABCDE12345',
  entitlements: '<plist><dict><key>get-task-allow</key><true/></dict></plist>',
};
const codes = (bytes: Buffer): string[] => readMachO(bytes)?.anomalies.map(({ code }) => code) ?? ['none'];

describe('a program', () => {
  const bytes = buildMachO({
    strings: ['https://api.example/v1', 'no'],
    wideStrings: ['提现地址'],
    libraries: ['/usr/lib/libobjc.A.dylib'],
  });

  it('is read to its processor, libraries, systems and texts of both widths', () => {
    const macho = readMachO(bytes)!;
    expect(macho.images).toMatchObject([
      {
        cpu: 'arm64',
        bits: 64,
        kind: 'executable',
        uuid: '000102030405060708090a0b0c0d0e0f',
        minimumOs: '12.0',
        sdk: '17.0',
        libraries: ['/usr/lib/libobjc.A.dylib'],
      },
    ]);
    expect([...machStrings(bytes, macho.images[0]!, limits)]).toEqual([
      { text: 'https://api.example/v1', offset: 4096, section: '__TEXT,__cstring' },
      { text: '提现地址', offset: expect.any(Number) as number, section: '__TEXT,__ustring' },
    ]);
    expect(macho.anomalies).toEqual([]);
  });

  it('encrypted by the App Store gives no texts', () => {
    const locked = buildMachO({ strings: ['https://api.example/v1'], encrypted: true });
    const image = readMachO(locked)!.images[0]!;
    expect(image.encrypted).toBeDefined();
    expect([...machStrings(locked, image, limits)]).toEqual([]);
  });

  it('in a fat file is found where it lies, and one outside the file is told', () => {
    const fat = buildFat([buildMachO({ cpu: [12, 9] }), bytes]);
    expect(readMachO(fat)?.images.map(({ cpu, offset }) => [cpu, offset])).toEqual([
      ['armv7', 4096],
      ['arm64', 8192],
    ]);
    fat.writeUInt32BE(0x7fffffff, 16);
    expect(readMachO(fat)?.images.map(({ cpu }) => cpu)).toEqual(['arm64']);
    expect(codes(fat)).toEqual(['slice-range']);
  });

  it('list that ends early, or claims 2³² programs, is read as far as it goes', () => {
    const fat = buildFat([bytes], 0xffffffff);
    expect(codes(fat)).toContain('too-many-slices');
    expect(readMachO(fat)?.images.length).toBe(1);
    expect(readMachO(fat.subarray(0, 30))).toBeUndefined();
  });

  it('laid over another one is read once', () => {
    const fat = buildFat([bytes, bytes]);
    fat.writeUInt32BE(fat.readUInt32BE(16), 36);
    expect(readMachO(fat)?.images.length).toBe(1);
    expect(codes(fat)).toEqual(['slice-range']);
  });

  it('with lying commands and sections is read to where they lie', () => {
    const size = Buffer.from(bytes);
    size.writeUInt32LE(0x7fffffff, 36);
    expect(codes(size)).toEqual(['command-size']);
    const sections = Buffer.from(bytes);
    sections.writeUInt32LE(0xffffffff, 32 + 64);
    expect(codes(sections)).toEqual(['command-size']);
    const range = Buffer.from(bytes);
    range.writeUInt32LE(0x7fffffff, 32 + 72 + 40);
    expect(codes(range)).toEqual(['section-range']);
  });

  it('cut anywhere throws nothing', () => {
    const signed = buildMachO({
      strings: ['a'],
      signature: { ...signature, signer: buildSigner({ '550403': 'S' }) },
    });
    for (let end = 0; end < signed.length; end += 97) {
      const part = signed.subarray(0, end);
      expect(() =>
        readMachO(part)?.images.map((image) => [...machStrings(part, image, limits)]),
      ).not.toThrow();
    }
  });
});

describe('a code signature', () => {
  it('is read to its identifier, team, rights and signer, and its pages are checked', () => {
    const signer = buildSigner({ '550403': 'iPhone Distribution: Example' });
    const bytes = buildMachO({ strings: ['text'], signature: { ...signature, signer } });
    const read = readMachO(bytes)!.images[0]!.signature!;
    expect(read.directories).toMatchObject([
      {
        identifier: 'com.example.app',
        teamId: 'ABCDE12345',
        hash: 'sha256',
        pages: 'match',
        changedParts: [],
      },
    ]);
    expect(plistToJson(read.entitlements)).toEqual({ 'get-task-allow': true });
    expect(read.cms?.signers).toMatchObject([
      { verdict: 'verified', certificate: { subject: 'CN=iPhone Distribution: Example' } },
    ]);
    bytes[4096] = 0x54;
    expect(readMachO(bytes)!.images[0]!.signature!.directories[0]!.pages).toBe('differ');
    const rights = bytes.indexOf('get-task-allow');
    bytes[rights] = 0x47;
    expect(readMachO(bytes)!.images[0]!.signature!.directories[0]!.changedParts).toEqual([5]);
  });

  it('of nobody has no signed message', () => {
    const read = readMachO(buildMachO({ signature }))!.images[0]!.signature!;
    expect(read.cms).toBeUndefined();
    expect(read.directories[0]?.flags).toBe(2);
  });

  it('gives rights in DER as in XML', () => {
    const text = (value: string): Buffer => der(0x0c, Buffer.from(value));
    const pair = (key: string, value: Buffer): Buffer => der(0x30, text(key), value);
    const dictionary = der(
      0xb0,
      pair('get-task-allow', der(0x01, Buffer.from([0xff]))),
      pair('groups', der(0x30, text('a'), text('b'))),
    );
    expect(plistToJson(readDerEntitlements(der(0x70, der(0x02, Buffer.from([1])), dictionary)))).toEqual({
      'get-task-allow': true,
      groups: ['a', 'b'],
    });
  });
});
