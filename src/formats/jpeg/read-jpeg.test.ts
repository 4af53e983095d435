import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { jpegSegment } from '../../../tests/support/hostile-media.ts';
import { readPayloads, readSpreadBoxes } from './app-payloads.ts';
import { estimateQuality, ijgTable } from './ijg-quality.ts';
import { readJpeg } from './read-jpeg.ts';
import { isStandardHuffman } from './standard-huffman.ts';

const picture = (options: Parameters<ReturnType<typeof sharp>['jpeg']>[0]) =>
  sharp({ create: { width: 40, height: 24, channels: 3, background: '#a31' } })
    .jpeg(options)
    .toBuffer();

const soi = Buffer.from([0xff, 0xd8]);
const eoi = Buffer.from([0xff, 0xd9]);

describe('a JPEG file', () => {
  it('tells size, sampling, scans and the quality its tables were made with', async () => {
    for (const quality of [5, 30, 49, 50, 75, 92, 100]) {
      const jpeg = readJpeg(await picture({ quality, optimiseCoding: false }));
      expect(jpeg?.frame).toMatchObject({ width: 40, height: 24, process: 0 });
      expect(estimateQuality(jpeg?.quantTables[0]?.values ?? [], 0)).toMatchObject({ quality, exact: true });
      expect(estimateQuality(jpeg?.quantTables[1]?.values ?? [], 1)).toMatchObject({ quality, exact: true });
      expect(jpeg?.anomalies).toEqual([]);
    }
  });

  it('shows whether its codes are those of the standard, and whether it is progressive', async () => {
    const plain = readJpeg(await picture({ optimiseCoding: false }));
    const optimised = readJpeg(await picture({ optimiseCoding: true }));
    const progressive = readJpeg(await picture({ progressive: true }));
    expect(isStandardHuffman(plain?.huffmanTables ?? [])).toBe(true);
    expect(isStandardHuffman(optimised?.huffmanTables ?? [])).toBe(false);
    expect(progressive?.frame?.process).toBe(2);
    expect(progressive?.scans).toBeGreaterThan(3);
  });

  it('of tables that no quality gives is only near one', () => {
    const table = ijgTable(80, 0).map((value, i) => (i === 5 ? value + 2 : value));
    expect(estimateQuality(table, 0)).toMatchObject({ quality: 80, exact: false });
  });

  it('ends where its end marker stands', async () => {
    const bytes = await picture({});
    expect(readJpeg(Buffer.concat([bytes, Buffer.from('PK\x03\x04')]))?.end).toBe(bytes.length);
    expect(readJpeg(bytes.subarray(0, -2))?.anomalies.map(({ code }) => code)).toEqual(['no-end']);
  });
});

describe('hostile JPEG files', () => {
  it('of a million segments are read to a bound in little time', () => {
    const bytes = Buffer.concat([soi, Buffer.alloc(4_000_000, Buffer.from([0xff, 0xfe, 0, 2])), eoi]);
    const since = process.cpuUsage();
    const jpeg = readJpeg(bytes);
    expect(jpeg?.segments).toHaveLength(20_000);
    expect(jpeg?.anomalies.map(({ code }) => code)).toEqual(['too-many-segments']);
    expect(process.cpuUsage(since).user).toBeLessThan(3_000_000);
  });

  it('with lengths of zero, lengths beyond the end and nothing but fill bytes are read as far as they go', () => {
    expect(readJpeg(Buffer.concat([soi, Buffer.from([0xff, 0xe1, 0, 0]), eoi]))?.anomalies[0]?.code).toBe(
      'cut-segment',
    );
    expect(readJpeg(Buffer.concat([soi, Buffer.from([0xff, 0xe1, 0xff, 0xff])]))?.anomalies[0]?.code).toBe(
      'cut-segment',
    );
    expect(readJpeg(Buffer.concat([soi, Buffer.alloc(100_000, 0xff)]))?.segments).toEqual([]);
    expect(readJpeg(Buffer.from('GIF89a'))).toBeUndefined();
  });
});

const GUID = 'A'.repeat(32);
function extended(length: number, offset: number, text: string): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(length);
  numbers.writeUInt32BE(offset, 4);
  return jpegSegment(
    0xe1,
    Buffer.concat([
      Buffer.from(`http://ns.adobe.com/xmp/extension/\0${GUID}`, 'latin1'),
      numbers,
      Buffer.from(text),
    ]),
  );
}
const payloadsOf = (...segments: Buffer[]) =>
  readPayloads(readJpeg(Buffer.concat([soi, ...segments, eoi])) ?? { segments: [] });

describe('extended XMP', () => {
  it('is put together whatever the order of its parts', () => {
    const found = payloadsOf(extended(6, 3, 'def'), extended(6, 0, 'abc'));
    expect(found).toMatchObject({ xmp: ['abcdef'], brokenExtendedXmp: false });
  });

  it('with a gap, an overlap or a false length is said to be broken, and not guessed', () => {
    for (const parts of [
      [extended(9, 6, 'ghi'), extended(9, 0, 'abc')],
      [extended(6, 0, 'abc'), extended(6, 2, 'cdef')],
      [extended(0xffffffff, 0, 'abc')],
    ])
      expect(payloadsOf(...parts)).toMatchObject({ xmp: [], brokenExtendedXmp: true });
  });
});

it('boxes in APP11 with lying sequence numbers are put together without an exception', () => {
  const piece = (sequence: number) => {
    const head = Buffer.from('JP\0\x01\0\0\0\0\0\0\0\x40jumb', 'latin1');
    head.writeUInt32BE(sequence, 4);
    return jpegSegment(0xeb, Buffer.concat([head, Buffer.alloc(4)]));
  };
  const jpeg = readJpeg(Buffer.concat([soi, piece(0xffffffff), piece(0), piece(0), eoi]));
  expect(readSpreadBoxes(jpeg ?? { segments: [] })).toHaveLength(1);
});
