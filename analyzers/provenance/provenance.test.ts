import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCertificate,
  buildManifest,
  buildStore,
  type Cbor,
  intoJpeg,
  superbox,
} from '../../tests/support/build-c2pa.ts';
import { buildPng, exifBlock, jpegSegment, makeMedia, pngChunk } from '../../tests/support/hostile-media.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let workdir = '';
beforeAll(async () => {
  workdir = await mkdtemp(join(tmpdir(), 'assay-provenance-'));
});
afterAll(() => rm(workdir, { recursive: true }));

async function examineFile(path: string, mediaType: string) {
  const sink = recordingSink({ workdir });
  await analyze(
    { sha256: '0'.repeat(64), bytes: 1, mediaTypes: [mediaType], path },
    recordingContext({ workdir, sink }),
  );
  return sink;
}

async function examine(bytes: Uint8Array, mediaType: string) {
  const path = join(workdir, createHash('sha256').update(bytes).digest('hex'));
  await writeFile(path, bytes);
  return examineFile(path, mediaType);
}

type Sink = Awaited<ReturnType<typeof examine>>;
const ids = ({ result }: Sink) => result.findings.map(({ id }) => id);
const finding = ({ result }: Sink, id: string) => result.findings.find((one) => one.id === id);
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const textChunk = (keyword: string, text: string): Buffer => pngChunk('tEXt', latin(`${keyword}\0${text}`));
const withText = (keyword: string, text: string) =>
  examine(buildPng(8, 8, 8, [textChunk(keyword, text)]), 'image/png');

/** A picture with soft structure and grain, the same each time. */
function photo(width: number, height: number, seed = 1): Sharp {
  const data = Buffer.alloc(width * height * 3);
  let state = seed;
  for (let i = 0; i < width * height; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    const [x, y] = [i % width, Math.floor(i / width)];
    const soft = 128 + 60 * Math.sin(x / 23 + seed) * Math.cos(y / 31) + 30 * Math.sin((x + y) / 7);
    data.fill(Math.max(0, Math.min(255, soft + ((state >> 16) % 41) - 20)), i * 3, i * 3 + 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const base = () => photo(400, 320);

async function withSegment(marker: number, body: Buffer): Promise<Buffer> {
  const jpeg = await base().jpeg().toBuffer();
  return Buffer.concat([jpeg.subarray(0, 2), jpegSegment(marker, body), jpeg.subarray(2)]);
}
const xmp = (properties: string): Promise<Buffer> =>
  withSegment(
    0xe1,
    Buffer.from(
      `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:RDF><rdf:Description ${properties}/></rdf:RDF></x:xmpmeta>`,
    ),
  );

describe('a file without any statement of origin', () => {
  it('gets no finding and no support in either direction, and the coverage says what was looked for', async () => {
    const sink = await examine(await base().jpeg({ quality: 85 }).toBuffer(), 'image/jpeg');
    expect(ids(sink)).toEqual([]);
    expect(sink.result.facts['c2pa']).toEqual({ state: 'absent' });
    expect(sink.coverage.examined.join()).toContain('none in the file. Most files never had any');
    expect(sink.result.evidence.map(({ id }) => id)).toEqual(['error-level-map', 'noise-map']);
    for (const { caption } of sink.result.evidence) expect(caption).toContain('never proof of a change');
  });
});

describe('traces of generators', () => {
  const settings =
    'a woman, photo\nNegative prompt: blur\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model: x';

  it('in a PNG text are found', async () => {
    expect(ids(await withText('parameters', settings))).toEqual([
      'provenance.generator-stable-diffusion-webui',
    ]);
  });

  it('behind a hundred other texts are found, and behind more than are read it is said', async () => {
    const fill = (count: number): Buffer[] =>
      Array.from({ length: count }, (_, i) => textChunk(`k${i}`, 'x'));
    const some = buildPng(8, 8, 8, [...fill(6000), textChunk('parameters', settings)]);
    expect(ids(await examine(some, 'image/png'))).toEqual(['provenance.generator-stable-diffusion-webui']);
    const flood = await examine(buildPng(8, 8, 8, fill(30_000)), 'image/png');
    expect(ids(flood)).toEqual([]);
    expect(flood.coverage.notExamined.map(({ what, reason }) => `${what}: ${reason}`)).toEqual(
      expect.arrayContaining([
        'The rest of the PNG file: not-run',
        'Some texts of the PNG file: not-run',
        'Signed credentials (C2PA): not-run',
      ]),
    );
  });

  it('in other frames of an animated PNG are not looked for, which is said', async () => {
    const control = pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
    const sink = await examine(buildPng(8, 8, 8, [control, pngChunk('fcTL', Buffer.alloc(26))]), 'image/png');
    expect(sink.coverage.notExamined).toContainEqual({
      what: 'Other frames of the animated PNG',
      reason: 'not-run',
      detail: 'Only the first of 2 frames was looked at.',
    });
  });

  it('in an EXIF comment are found, quoted short, and marked as forgeable', async () => {
    const comment = Buffer.concat([
      latin('UNICODE\0'),
      Buffer.from(`${'x'.repeat(5000)}\n${settings}`, 'utf16le'),
    ]);
    const jpeg = await base()
      .withExif({ IFD0: { Software: 'x' } })
      .jpeg()
      .toBuffer();
    const block = Buffer.alloc(26 + comment.length);
    block.write('II*\0', 'latin1');
    block.writeUInt32LE(8, 4);
    block.writeUInt16LE(1, 8);
    block.writeUInt16LE(37510, 10);
    block.writeUInt16LE(7, 12);
    block.writeUInt32LE(comment.length, 14);
    block.writeUInt32LE(26, 18);
    comment.copy(block, 26);
    const bytes = Buffer.concat([
      jpeg.subarray(0, 2),
      jpegSegment(0xe1, Buffer.concat([latin('Exif\0\0'), block])),
      jpeg.subarray(2),
    ]);
    const found = finding(await examine(bytes, 'image/jpeg'), 'provenance.generator-stable-diffusion-webui');
    expect(found?.detail.length).toBeLessThan(800);
    expect(found?.detail).toContain('can be copied into any file');
  });
});

describe('a declared source', () => {
  it('of IPTC is glossed, and weighs where it says that a model made it', async () => {
    const declared = await examine(
      await xmp(
        'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"',
      ),
      'image/jpeg',
    );
    expect(finding(declared, 'provenance.declares-generated')?.support?.ratio).toBe(30);
    const camera = await examine(await xmp('Iptc4xmpExt:DigitalSourceType="digitalCapture"'), 'image/jpeg');
    expect(finding(camera, 'provenance.declares-captured')).toMatchObject({ severity: 'info' });
    expect(camera.result.findings.every(({ support }) => support === undefined)).toBe(true);
  });

  it('is not taken from a document type that XMP never has, and nothing is looked up', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x:y xmp:CreatorTool="&a;"/>';
    const sink = await examine(
      await withSegment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0${bomb}`)),
      'image/jpeg',
    );
    expect(ids(sink)).toEqual(['provenance.xmp-doctype']);
    expect(JSON.stringify(sink.result)).not.toContain('root:');
  });
});

describe('signed credentials', () => {
  const leaf = buildCertificate('Some Generator', { ca: false });
  const build = (hash: Buffer, exclusions: Cbor): Buffer =>
    buildStore(
      buildManifest({
        signer: { chain: [leaf.certificate], key: leaf.key },
        assertions: [
          {
            label: 'c2pa.actions',
            value: {
              actions: [
                {
                  action: 'c2pa.created',
                  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
                  softwareAgent: 'Dream\u202eer',
                },
              ],
            },
          },
          { label: 'c2pa.hash.data', value: { exclusions, alg: 'sha256', hash } },
        ],
      }),
    );

  it('that hold are told with who signed and that nobody listed vouches, and weigh more than unsigned words', async () => {
    const sink = await examine(intoJpeg(await base().jpeg().toBuffer(), build), 'image/jpeg');
    expect(ids(sink)).toEqual(['provenance.c2pa-holds', 'provenance.declares-generated']);
    expect(finding(sink, 'provenance.c2pa-holds')?.detail).toMatch(
      /“CN=Some Generator”; this is not vouched for.*it does not show that they are true/s,
    );
    expect(finding(sink, 'provenance.c2pa-holds')?.detail).not.toContain('\u202e');
    expect(finding(sink, 'provenance.declares-generated')?.support?.ratio).toBe(50);
    expect(sink.result.facts['c2pa']).toMatchObject({
      state: 'holds',
      signer: { subject: 'CN=Some Generator', listedAuthority: null },
    });
  });

  it('of a changed file are told to fail, and their words count as unsigned', async () => {
    const bytes = intoJpeg(await base().jpeg().toBuffer(), build);
    bytes[bytes.length - 10] = bytes[bytes.length - 10]! ^ 0xff;
    const sink = await examine(bytes, 'image/jpeg');
    expect(finding(sink, 'provenance.c2pa-fails')).toMatchObject({ severity: 'medium' });
    expect(finding(sink, 'provenance.c2pa-fails')?.support).toBeUndefined();
    expect(finding(sink, 'provenance.declares-generated')?.support?.ratio).toBe(30);
  });

  it('that leave the picture itself out of their hash do not hold, and their words count as unsigned', async () => {
    const jpeg = await base().jpeg().toBuffer();
    const bytes = intoJpeg(jpeg, (_, exclusions) => {
      const [{ start, length } = { start: 0, length: 0 }] = exclusions as readonly {
        start: number;
        length: number;
      }[];
      const hash = createHash('sha256').update(jpeg.subarray(0, 2)).digest();
      return build(hash, [{ start, length: length + 500_000 }]);
    });
    const sink = await examine(bytes, 'image/jpeg');
    expect(ids(sink)).toEqual(['provenance.c2pa-unchecked', 'provenance.declares-generated']);
    expect(finding(sink, 'provenance.declares-generated')?.support?.ratio).toBe(30);
  });

  it('that cannot be read are said to be there', async () => {
    const store = buildStore(latin('no manifest'));
    const sink = await examine(
      intoJpeg(await base().jpeg().toBuffer(), () => store),
      'image/jpeg',
    );
    expect(ids(sink)).toEqual(['provenance.c2pa-unreadable']);
    expect(sink.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'Signed credentials (C2PA)', reason: 'not-examinable' }),
    );
    expect(sink.coverage.examined.join()).not.toContain('Signed credentials');
  });

  it('without a signature are not called signed, and no dates are made up', async () => {
    const store = buildStore(superbox('c2ma', 'urn:uuid:empty'));
    const sink = await examine(
      intoJpeg(await base().jpeg().toBuffer(), () => store),
      'image/jpeg',
    );
    expect(ids(sink)).toEqual(['provenance.c2pa-unchecked']);
    const [said] = sink.result.findings;
    expect(said?.title).toBe('The file carries C2PA data without a signature that can be read');
    expect(said?.detail).not.toContain('?');
    expect(sink.coverage.notExamined.map(({ what }) => what)).toContain('Signed credentials (C2PA)');
  });
});

describe('the pixels', () => {
  it('of a file saved a second time at higher quality show it, those of one saved once do not', async () => {
    const once = await base().jpeg({ quality: 90 }).toBuffer();
    const twice = await sharp(await base().jpeg({ quality: 65 }).toBuffer())
      .jpeg({ quality: 90 })
      .toBuffer();
    expect(ids(await examine(once, 'image/jpeg'))).toEqual([]);
    const sink = await examine(twice, 'image/jpeg');
    expect(ids(sink)).toEqual(['provenance.compressed-twice']);
    expect(sink.result.findings[0]?.support).toBeUndefined();
  });

  it('of a cropped copy show where the grid of the first compression lay', async () => {
    const jpeg = await photo(500, 420).jpeg({ quality: 40 }).toBuffer();
    const cropped = await sharp(jpeg).extract({ left: 3, top: 5, width: 400, height: 320 }).png().toBuffer();
    const sink = await examine(cropped, 'image/png');
    expect(ids(sink)).toEqual(['provenance.earlier-grid']);
    expect(finding(sink, 'provenance.earlier-grid')?.detail).toContain(
      '5 pixels from the left and 3 from the top',
    );
  });

  it('of a picture that is small, huge or broken are said not to be examined', async () => {
    for (const bytes of [
      buildPng(1, 1, 1),
      buildPng(50_000, 50_000, 1),
      Buffer.concat([buildPng(8, 8, 8).subarray(0, 40)]),
    ]) {
      const sink = await examine(bytes, 'image/png');
      expect(sink.coverage.notExamined.map(({ reason }) => reason)).toContain('not-examinable');
      expect(sink.result.evidence).toEqual([]);
    }
  });
});

describe('the embedded thumbnail', () => {
  const withThumbnail = async (picture: Sharp, small: Sharp): Promise<Buffer> => {
    const thumbnail = await small
      .resize({ width: 160, height: 120, fit: 'contain', background: '#000' })
      .jpeg()
      .toBuffer();
    const block = Buffer.alloc(64 + thumbnail.length);
    block.write('II*\0', 'latin1');
    block.writeUInt32LE(8, 4);
    block.writeUInt32LE(20, 10);
    block.writeUInt16LE(2, 20);
    [
      [0x0201, 64],
      [0x0202, thumbnail.length],
    ].forEach(([tag = 0, value = 0], i) => {
      block.writeUInt16LE(tag, 22 + i * 12);
      block.writeUInt16LE(4, 24 + i * 12);
      block.writeUInt32LE(1, 26 + i * 12);
      block.writeUInt32LE(value, 30 + i * 12);
    });
    thumbnail.copy(block, 64);
    const jpeg = await picture.jpeg().toBuffer();
    return Buffer.concat([
      jpeg.subarray(0, 2),
      jpegSegment(0xe1, Buffer.concat([latin('Exif\0\0'), block])),
      jpeg.subarray(2),
    ]);
  };

  const drawn = () => sharp('samples/photo/input.jpg').resize(400);

  it('of the same picture is no finding, bars or not; of another it is, with the thumbnail shown', async () => {
    const same = await examine(await withThumbnail(drawn(), drawn()), 'image/jpeg');
    expect(same.result.facts['thumbnail']).toMatchObject({ width: 160, height: 120 });
    expect(ids(same)).toEqual([]);
    const sink = await examine(await withThumbnail(drawn(), base()), 'image/jpeg');
    expect(finding(sink, 'provenance.thumbnail-differs')).toMatchObject({
      severity: 'medium',
      evidence: ['embedded-thumbnail'],
    });
    expect(sink.evidenceBytes.get('embedded-thumbnail')?.toString('latin1', 1, 4)).toBe('PNG');
  });
});

describe('films and sound', () => {
  it('show what wrote them: an MP4, a WebM and a WAV of FFmpeg', async () => {
    for (const [name, type, codec] of [
      ['a.mp4', 'video/mp4', 'mpeg4'],
      ['a.webm', 'video/webm', 'libvpx'],
    ] as const) {
      const path = join(workdir, name);
      makeMedia('-f', 'lavfi', '-i', 'color=size=64x64:rate=5:duration=0.4', '-c:v', codec, path);
      const sink = await examineFile(path, type);
      expect(finding(sink, 'provenance.writer')?.detail).toContain('FFmpeg');
      expect(sink.result.facts['container']).toMatchObject({ kind: name === 'a.mp4' ? 'iso' : 'webm' });
    }
    const sound = join(workdir, 'a.wav');
    makeMedia('-f', 'lavfi', '-i', 'sine=duration=0.1', sound);
    expect(finding(await examineFile(sound, 'audio/wav'), 'provenance.writer')?.detail).toContain('Lavf');
  });

  it('labelled by law are found through the keys of the container', async () => {
    const path = join(workdir, 'label.mp4');
    const tag = 'AIGC={"Label":"1","ContentProducer":"someone"}';
    makeMedia(
      '-f',
      'lavfi',
      '-i',
      'color=size=64x64:rate=5:duration=0.4',
      '-c:v',
      'mpeg4',
      '-movflags',
      'use_metadata_tags',
      '-metadata',
      tag,
      path,
    );
    expect(ids(await examineFile(path, 'video/mp4'))).toContain('provenance.generator-tc260-label');
  });

  it('of a kind without a reader are said not to be read', async () => {
    const sink = await examine(Buffer.from('OggS\0\0\0\0'), 'audio/ogg');
    expect(sink.coverage.notExamined).toMatchObject([
      { what: 'The structure of the file', reason: 'not-examinable' },
    ]);
  });
});

describe('EXIF', () => {
  it('that names a camera and nothing of an exposure, or another size, is told; places are only said to be there', async () => {
    const short = (text: string): number => latin(text.padEnd(4, '\0')).readUInt32LE();
    const main: [number, number, number, number][] = [
      [271, 2, 4, short('Exa')],
      [272, 2, 4, short('One')],
      [0x8769, 4, 1, 80],
      [0x8825, 4, 1, 120],
    ];
    const size: [number, number, number, number][] = [
      [40962, 4, 1, 4000],
      [40963, 4, 1, 2000],
    ];
    const place: [number, number, number, number][] = [[2, 5, 3, 150]];
    const block = exifBlock(
      [
        { at: 8, entries: main, next: 0 },
        { at: 80, entries: size, next: 0 },
        { at: 120, entries: place, next: 0 },
      ],
      200,
    );
    const jpeg = await withSegment(0xe1, block);
    const sink = await examine(jpeg, 'image/jpeg');
    expect(ids(sink)).toEqual(['provenance.camera-incomplete', 'provenance.size-differs']);
    expect(sink.result.facts['camera']).toMatchObject({ make: 'Exa', hasPlace: true });
    expect(JSON.stringify(sink.result.facts)).not.toContain('Latitude');
  });
});

it('the same file gives the same report twice', async () => {
  const jpeg = await base().jpeg().toBuffer();
  const runs = [await examine(jpeg, 'image/jpeg'), await examine(jpeg, 'image/jpeg')].map(({ result }) =>
    JSON.stringify(result),
  );
  expect(runs[0]).toBe(runs[1]);
});
