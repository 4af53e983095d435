import { deflateSync } from 'node:zlib';
import { encodeCbor, jumbfBox, jumbfSegments, superbox } from '../support/build-c2pa.ts';
import { buildPng, exifBlock, isoBox, jpegSegment, pngChunk } from '../support/hostile-media.ts';
import type { Seed } from './corpus.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const xmp = '<x:xmpmeta><rdf:RDF><rdf:Description xmp:CreatorTool="a"/></rdf:RDF></x:xmpmeta>';

/** Pictures, a film and a sound with all that the readers of their structure look at. Signatures are not true ones. */
export function mediaSeeds(): Seed[] {
  const store = credentials();
  const exif = exifBlock(
    [
      {
        at: 8,
        entries: [
          [271, 2, 4, 0x00656d41],
          [0x8769, 4, 1, 60],
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
    150,
  );
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xe1, exif),
    jpegSegment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0${xmp}`)),
    jumbfSegments(store, 300),
    jpegSegment(0xed, latin('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x08\x1c\x02\x28\0\x03abc')),
    jpegSegment(0xdb, Buffer.alloc(65, 1)),
    jpegSegment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
    jpegSegment(0xc4, Buffer.from([0, 0, 1, ...Buffer.alloc(14), 5])),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0x34, 0xff, 0xd9]),
  ]);
  const png = buildPng(4, 4, 4, [
    pngChunk('tEXt', latin('parameters\0Steps: 20, Sampler: a')),
    pngChunk('zTXt', Buffer.concat([latin('workflow\0\0'), deflateSync('{}')])),
    pngChunk('iTXt', latin(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
    pngChunk('eXIf', exif.subarray(6)),
    pngChunk('caBX', store),
  ]);
  return [
    { name: 'built/a.jpg', bytes: jpeg },
    { name: 'built/a.png', bytes: png },
    { name: 'built/a.mp4', bytes: film(store) },
    { name: 'built/a.wav', bytes: sound(store) },
    {
      name: 'built/a.webm',
      bytes: Buffer.from('1a45dfa3844282428618538067901549a9668b4d8082616257418263644489811f', 'hex'),
    },
    { name: 'built/a.tif', bytes: exif.subarray(6) },
    { name: 'built/a.c2pa', bytes: store },
  ];
}

function credentials(): Buffer {
  const uri = (label: string) => ({
    url: `self#jumbf=c2pa.assertions/${label}`,
    hash: Buffer.alloc(32),
    alg: 'sha256',
  });
  const assertion = (label: string, value: Parameters<typeof encodeCbor>[0]): Buffer =>
    superbox('cbor', label, jumbfBox('cbor', encodeCbor(value)));
  const claim = {
    alg: 'sha256',
    claim_generator: 'a',
    assertions: [uri('c2pa.hash.data'), uri('c2pa.actions')],
  };
  const header = encodeCbor(
    new Map<number, Parameters<typeof encodeCbor>[0]>([
      [1, -7],
      [33, [Buffer.from('3000', 'hex')]],
    ]),
  );
  const stamp = { sigTst: { tstTokens: [{ val: Buffer.from('3003020100', 'hex') }] } };
  return superbox(
    'c2pa',
    'c2pa',
    superbox(
      'c2ma',
      'a',
      superbox(
        'c2as',
        'c2pa.assertions',
        assertion('c2pa.hash.data', {
          exclusions: [{ start: 2, length: 9 }],
          alg: 'sha256',
          hash: Buffer.alloc(32),
        }),
        assertion('c2pa.actions', { actions: [{ action: 'c2pa.created' }] }),
        assertion('c2pa.ingredient', { relationship: 'parentOf', c2pa_manifest: uri('b') }),
      ),
      superbox('c2cl', 'c2pa.claim', jumbfBox('cbor', encodeCbor(claim))),
      superbox(
        'c2cs',
        'c2pa.signature',
        jumbfBox('cbor', encodeCbor([header, stamp, null, Buffer.alloc(64)])),
      ),
    ),
  );
}

function film(store: Buffer): Buffer {
  const id = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');
  const handler = isoBox('hdlr', latin('\0\0\0\0\0\0\0\0vide\0\0\0\0\0\0\0\0\0\0\0\0VideoHandler\0'));
  const data = isoBox('data', latin('\0\0\0\0\0\0\0\0Lavf60'));
  const meta = isoBox(
    'meta',
    Buffer.concat([
      Buffer.alloc(4),
      isoBox('hdlr', Buffer.alloc(24)),
      isoBox('ilst', isoBox('\xa9too', data)),
    ]),
  );
  return Buffer.concat([
    isoBox('ftyp', latin('mp42\0\0\0\0isom')),
    isoBox('uuid', Buffer.concat([id, Buffer.alloc(4), latin('manifest\0'), Buffer.alloc(8), store])),
    isoBox(
      'moov',
      Buffer.concat([
        isoBox('mvhd', Buffer.alloc(20, 1)),
        isoBox('trak', isoBox('mdia', handler)),
        isoBox('udta', meta),
      ]),
    ),
    isoBox('mdat', Buffer.alloc(16)),
  ]);
}

function sound(store: Buffer): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
  };
  const body = Buffer.concat([
    latin('WAVE'),
    chunk('LIST', latin('INFOISFT\x06\0\0\0Lavf60')),
    chunk('C2PA', store),
  ]);
  return chunk('RIFF', body);
}
