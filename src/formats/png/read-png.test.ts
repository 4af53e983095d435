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

  it('of a hundred thousand chunks is read to a bound', () => {
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => pngChunk('teST', Buffer.alloc(0))));
    expect(readPng(buildPng(4, 4, 4, [many]))?.anomalies.map(({ code }) => code)).toEqual([
      'too-many-chunks',
      'no-end',
    ]);
  });
});
