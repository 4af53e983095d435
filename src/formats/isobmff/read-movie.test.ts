import { describe, expect, it } from 'vitest';
import { isoBox } from '../../../tests/support/hostile-media.ts';
import { sourceOf } from '../source.ts';
import { readIsoBoxes } from './read-boxes.ts';
import { readMovie } from './read-movie.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const ftyp = isoBox('ftyp', latin('mp42\0\0\0\0mp42isom'));
const data = (text: string): Buffer => isoBox('data', Buffer.concat([Buffer.alloc(8), Buffer.from(text)]));

function key(name: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + name.length);
  head.write('mdta', 4, 'latin1');
  return Buffer.concat([head, latin(name)]);
}

async function movieOf(...boxes: Buffer[]) {
  const source = sourceOf(Buffer.concat(boxes));
  const read = await readIsoBoxes(source);
  return read && { read, movie: await readMovie(source, read) };
}

describe('a film in boxes', () => {
  it('tells its brands, the order of its parts and the texts beside it', async () => {
    const numbered = isoBox('\0\0\0\x01', data('{"Label":"1","ContentProducer":"x"}'));
    const meta = isoBox(
      'meta',
      Buffer.concat([
        Buffer.alloc(4),
        isoBox('hdlr', Buffer.alloc(24)),
        isoBox('keys', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), key('AIGC')])),
        isoBox('ilst', Buffer.concat([numbered, isoBox('\xa9too', data('Lavf60.3'))])),
      ]),
    );
    const handler = isoBox(
      'hdlr',
      Buffer.concat([Buffer.alloc(8), latin('vide'), Buffer.alloc(12), latin('VideoHandler\0')]),
    );
    const times = Buffer.alloc(24);
    times.writeUInt32BE(3_700_000_000, 4);
    const moov = isoBox(
      'moov',
      Buffer.concat([isoBox('mvhd', times), isoBox('trak', isoBox('mdia', handler)), isoBox('udta', meta)]),
    );
    const found = await movieOf(ftyp, isoBox('mdat', Buffer.alloc(20)), moov);
    expect(found?.movie).toMatchObject({
      majorBrand: 'mp42',
      brands: ['mp42', 'isom'],
      order: ['ftyp', 'mdat', 'moov'],
      header: 'last',
      created: '2021-03-31T01:46:40Z',
      tracks: [{ kind: 'vide', handlerName: 'VideoHandler' }],
    });
    expect(found?.movie.userData).toEqual([
      { key: 'AIGC', text: '{"Label":"1","ContentProducer":"x"}' },
      { key: '\xa9too', text: 'Lavf60.3' },
    ]);
  });

  it('with boxes that claim more than there is, nothing, or half a petabyte is read as far as it goes', async () => {
    expect((await movieOf(ftyp, isoBox('moov', Buffer.alloc(8), 0xffff)))?.read).toMatchObject({
      complete: false,
    });
    expect(
      (await movieOf(ftyp, isoBox('moov', isoBox('trak', Buffer.alloc(0), 4))))?.read.anomalies,
    ).toMatchObject([{ code: 'box-outside' }]);
    const wide = Buffer.alloc(16);
    wide.writeUInt32BE(1);
    wide.write('mdat', 4, 'latin1');
    wide.writeBigUInt64BE(2n ** 59n, 8);
    expect((await movieOf(ftyp, wide))?.movie.mediaBoxes).toBe(1);
    expect((await movieOf(ftyp, isoBox('mdat', Buffer.alloc(8), 0)))?.movie.mediaBoxes).toBe(1);
  });

  it('nested without end or cut into a million boxes is read to a bound', async () => {
    let nested = isoBox('trak', Buffer.alloc(0));
    for (let depth = 0; depth < 2000; depth++) nested = isoBox('trak', nested);
    expect((await movieOf(ftyp, isoBox('moov', nested)))?.read.anomalies).toMatchObject([
      { code: 'too-deep' },
    ]);
    const many = Buffer.alloc(8 * 200_000, isoBox('free', Buffer.alloc(0)));
    expect((await movieOf(ftyp, many))?.read.anomalies).toMatchObject([{ code: 'too-many-boxes' }]);
  });
});
