import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bomb, buildPng, pngChunk } from '../../../tests/support/hostile-media.ts';
import { readPng } from './read-png.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a PNG file', () => {
  it('gives plain, compressed and international texts', () => {
    const png = readPng(
      buildPng(4, 4, 4, [
        pngChunk('tEXt', latin('parameters\0a cat\nSteps: 20')),
        pngChunk('zTXt', Buffer.concat([latin('workflow\0\0'), deflateSync('{"last_node_id":1}')])),
        pngChunk('iTXt', Buffer.concat([latin('XML:com.adobe.xmp\0\0\0\0\0'), Buffer.from('<x/>')])),
        pngChunk('iTXt', Buffer.concat([latin('Title\0\x01\0en\0Titel\0'), deflateSync('größer')])),
      ]),
    );
    expect(png?.texts.map(({ keyword, text }) => [keyword, text])).toEqual([
      ['parameters', 'a cat\nSteps: 20'],
      ['workflow', '{"last_node_id":1}'],
      ['XML:com.adobe.xmp', '<x/>'],
      ['Title', 'größer'],
    ]);
    expect(png?.anomalies).toEqual([]);
  });

  it('with a text that unpacks without end keeps the others and says so', () => {
    const png = readPng(
      buildPng(4, 4, 4, [
        pngChunk('zTXt', Buffer.concat([latin('big\0\0'), bomb(200)])),
        pngChunk('tEXt', latin('Software\0x')),
      ]),
    );
    expect(png?.texts.map(({ keyword }) => keyword)).toEqual(['Software']);
    expect(png?.anomalies).toMatchObject([{ code: 'text-bomb' }]);
  });

  it('says which checksum is wrong, which chunk is cut and what follows the end', () => {
    const good = buildPng(4, 4, 4, [pngChunk('tEXt', latin('Software\0x'))]);
    const changed = Buffer.from(good);
    changed[changed.indexOf('Software')] = 0x73;
    expect(readPng(changed)?.anomalies).toMatchObject([
      { code: 'bad-checksum', detail: 'the checksum of chunk tEXt is wrong' },
    ]);
    expect(readPng(good.subarray(0, -20))?.anomalies.map(({ code }) => code)).toEqual([
      'cut-chunk',
      'no-end',
    ]);
    expect(readPng(Buffer.concat([good, latin('PK')]))?.end).toBe(good.length);
  });

  it('of a hundred thousand chunks is read to a bound, which is not called the end of the file', () => {
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => pngChunk('teST', Buffer.alloc(0))));
    const png = readPng(buildPng(4, 4, 4, [many]));
    expect(png?.anomalies.map(({ code }) => code)).toEqual(['too-many-chunks']);
    expect(png?.ended).toBe(false);
  });

  it('of more texts than are read gives those first that are sought, and says that others were left', () => {
    const filling = Array.from({ length: 12_000 }, (_, i) => pngChunk('tEXt', latin(`k${i}\0x`)));
    const png = readPng(
      buildPng(4, 4, 4, [...filling, pngChunk('tEXt', latin('Parameters\0y'))]),
      new Set(['parameters']),
    );
    expect(png?.texts.at(-1)?.keyword).toBe('Parameters');
    expect(png?.anomalies).toMatchObject([
      { code: 'too-many-texts', detail: expect.stringContaining('2001 of 12001 texts') },
    ]);
  });

  it('tells how many frames an animation has, the still picture that is no part of it too', () => {
    const control = pngChunk('acTL', Buffer.from([0, 0, 0, 3, 0, 0, 0, 0]));
    expect(readPng(buildPng(4, 4, 4, [control, pngChunk('fcTL', Buffer.alloc(26))]))?.frames).toBe(3);
    expect(readPng(buildPng(4, 4, 4, [control]))?.frames).toBe(4);
    expect(readPng(buildPng(4, 4, 4))?.frames).toBe(1);
  });
});
