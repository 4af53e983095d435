import { describe, expect, it } from 'vitest';
import { exifBlock } from '../../../tests/support/hostile-media.ts';
import { readExif } from './read-exif.ts';

const tiff = (...args: Parameters<typeof exifBlock>): Buffer => exifBlock(...args).subarray(6);
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;

describe('EXIF', () => {
  it('gives texts and numbers of its directories and the thumbnail', () => {
    const block = tiff(
      [
        {
          at: 8,
          entries: [
            [271, 2, 4, 0x00656d41],
            [EXIF_POINTER, 4, 1, 60],
          ],
          next: 100,
        },
        { at: 60, entries: [[34855, 3, 1, 400]], next: 0 },
        {
          at: 100,
          entries: [
            [0x0201, 4, 1, 140],
            [0x0202, 4, 1, 6],
          ],
          next: 0,
        },
      ],
      200,
    );
    block.set([0xff, 0xd8, 1, 2, 0xff, 0xd9], 140);
    const exif = readExif(block);
    expect(exif?.tags.get('Make')).toBe('Ame');
    expect(exif?.tags.get('ISO')).toEqual([400]);
    expect(exif?.directories).toEqual(['main', 'exif', 'thumbnail']);
    expect(exif?.thumbnail).toHaveLength(6);
  });

  it('reads a comment in Unicode whichever way its bytes are ordered', () => {
    const text = 'Steps: 20';
    for (const swap of [false, true]) {
      const wide = Buffer.from(text, 'utf16le');
      const comment = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), swap ? wide.swap16() : wide]);
      const block = tiff([{ at: 8, entries: [[37510, 7, comment.length, 40]], next: 0 }], 100);
      block.set(comment, 40);
      expect(readExif(block)?.tags.get('UserComment')).toBe(text);
    }
  });

  it('that leads in circles is read once', () => {
    const block = tiff(
      [
        {
          at: 8,
          entries: [
            [EXIF_POINTER, 4, 1, 8],
            [GPS_POINTER, 4, 1, 8],
          ],
          next: 8,
        },
      ],
      100,
    );
    const exif = readExif(block);
    expect(exif?.directories).toEqual(['main']);
    expect(exif?.anomalies.map(({ code }) => code)).toEqual(['loop', 'loop', 'loop']);
  });

  it('with offsets and counts beyond the block gives what is inside', () => {
    const outside = tiff(
      [
        {
          at: 8,
          entries: [
            [271, 2, 0xffffffff, 0xfffffff0],
            [EXIF_POINTER, 4, 1, 0xfffffff0],
          ],
          next: 0xfffffff0,
        },
      ],
      60,
    );
    expect(readExif(outside)?.tags.size).toBe(0);
    const many = Buffer.alloc(30);
    many.write('II*\0', 'latin1');
    many.writeUInt32LE(8, 4);
    many.writeUInt16LE(0xffff, 8);
    expect(readExif(many)?.anomalies[0]?.code).toBe('too-many');
    for (let end = 0; end < 60; end++) expect(() => readExif(outside.subarray(0, end))).not.toThrow();
  });
});
