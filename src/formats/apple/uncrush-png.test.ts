import { crc32, deflateRawSync, inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { uncrushPng } from './uncrush-png.ts';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** As Apple's tools write it; `rows` with their filter byte, blue first, colours multiplied by alpha. */
function crush(width: number, height: number, rows: Buffer, marked = true): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...(marked ? [chunk('CgBI', Buffer.from([0x50, 0, 0x20, 2]))] : []),
    chunk('IHDR', header),
    chunk('IDAT', deflateRawSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

it('exchanges blue and red again and takes alpha out of the colours, whatever the row filter', () => {
  // Row 1 unfiltered: half-transparent red; row 2 filtered by "up": the same again.
  const png = uncrushPng(crush(1, 2, Buffer.from([0, 0, 0, 100, 128, 2, 0, 0, 0, 0])))!;
  const data = png.subarray(png.indexOf('IDAT') + 4);
  expect([...inflateSync(data.subarray(0, -12))]).toEqual([0, 199, 0, 0, 128, 0, 199, 0, 0, 128]);
  expect(png.includes('CgBI')).toBe(false);
});

it('leaves ordinary pictures and what is none alone', () => {
  expect(uncrushPng(crush(1, 1, Buffer.alloc(5), false))).toBeUndefined();
  expect(uncrushPng(Buffer.from('no picture'))).toBeUndefined();
});

it('opens no picture that is larger, shorter or stranger than it says', () => {
  expect(uncrushPng(crush(100_000, 100_000, Buffer.alloc(5)))).toBeUndefined();
  expect(uncrushPng(crush(10, 10, Buffer.alloc(5)))).toBeUndefined();
  expect(uncrushPng(crush(1, 1, Buffer.from([9, 0, 0, 0, 0])))).toBeUndefined();
});
