import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blankRaster, decodeImage, encodePng, invert, paste } from '../../src/media/index.ts';
import { buildPng } from '../../tests/support/hostile-media.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';
import { manifest } from './manifest.ts';
import { locate, mayBeCut, seenText } from './seen-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-screenshot-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function examine(path: string) {
  const sink = recordingSink({ workdir: folder });
  const artefact = { sha256: '0'.repeat(64), bytes: 1, mediaTypes: ['image/png'], path };
  await analyze(artefact, recordingContext({ workdir: folder, sink }));
  return sink;
}
/** The sample, read once for all tests that only look. */
let sample: ReturnType<typeof examine> | undefined;
const readSample = (): ReturnType<typeof examine> => {
  sample ??= examine('samples/screenshot/input.png');
  return sample;
};
const file = async (name: string, bytes: Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};
const expected = [
  'url https://invest-demo.example/login',
  'domain trade-mirror.example.net',
  'email support@invest-demo.example',
  'ip 203.0.113.77',
];

describe('a chat screenshot', () => {
  it('is read, and its links, addresses and domains come out whole with their place', async () => {
    const sink = await readSample();
    expect(sink.result.indicators.map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected);
    for (const { standing, confidence, provenance } of sink.result.indicators) {
      expect(standing).toBe('observed');
      expect(confidence).toBeGreaterThan(50);
      expect(provenance[0]?.location).toMatchObject({ kind: 'box' });
    }
    expect(sink.result.facts['text']).toContain('You must first pay the tax of 15 percent');
    expect(sink.result.evidence.map(({ id }) => id)).toEqual(['text-boxes', 'text']);
  });

  it('leaves nothing of a small picture out, and names what it never reads', async () => {
    const { coverage } = await readSample();
    expect(coverage.notExamined).toEqual([]);
    expect(manifest.blindSpots).toContain('QR and bar codes');
  });

  it('is read as well with light letters on dark', async () => {
    const { raster } = await decodeImage('samples/screenshot/input.png');
    const sink = await examine(await file('dark.png', await encodePng(invert(raster))));
    expect(sink.result.indicators.map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected);
  });

  it('is read where it is in a long capture, in pixels of the original', async () => {
    const { raster } = await decodeImage('samples/screenshot/input.png');
    const long = blankRaster(raster.width, 5000, [233, 228, 220]);
    const TOP = 3300;
    paste(long, raster, 0, TOP);
    const sink = await examine(await file('long.png', await encodePng(long)));
    const short = await readSample();
    const address = (s: typeof sink) =>
      s.result.indicators.find(({ kind }) => kind === 'ip')?.provenance[0]?.location;
    const [low, high] = [address(sink), address(short)];
    if (low?.kind !== 'box' || high?.kind !== 'box') throw new Error('the locations are boxes');
    expect(Math.abs(low.y - high.y - TOP)).toBeLessThan(4);
  });
});

describe('pictures without text', () => {
  it('that are too small are not examinable', async () => {
    const sink = await examine(await file('one.png', buildPng(1, 1, 1)));
    expect(sink.coverage.notExamined).toMatchObject([
      { what: 'Text in the picture', reason: 'not-examinable' },
    ]);
    expect(sink.result.findings).toEqual([]);
  });

  it('that are empty say that nothing was read', async () => {
    const sink = await examine(await file('empty.png', buildPng(300, 300, 300)));
    expect(sink.result.findings.map(({ id }) => id)).toEqual(['screenshot.no-text']);
  });
});

describe('text from lines', () => {
  const line = (text: string, x: number, y: number) => {
    const words = text.split(' ').map((word, i) => ({
      text: word,
      confidence: 90 - i,
      box: { x: x + i * 50, y, width: 45, height: 20 },
    }));
    return { text, confidence: 90, box: { x, y, width: 200, height: 20 }, words };
  };

  it('joins a link that breaks at a hyphen, and only to the line right below', () => {
    expect(seenText([line('see https://a-', 10, 10), line('b.example/x', 10, 40)]).text).toBe(
      'see https://a-b.example/x\n',
    );
    expect(seenText([line('see https://a-', 10, 10), line('b.example/x', 10, 400)]).text).toBe(
      'see https://a-\nb.example/x\n',
    );
    expect(seenText([line('see https://a-', 10, 10), line('b.example/x', 300, 40)]).text).toBe(
      'see https://a-\nb.example/x\n',
    );
  });

  it('knows when a link may go on in the next line', () => {
    const seen = seenText([line('see a.example', 10, 10), line('more', 10, 40), line('b.example', 10, 400)]);
    expect(mayBeCut(seen, { kind: 'domain', end: 'see a.example'.length })).toBe(true);
    expect(mayBeCut(seen, { kind: 'domain', end: seen.text.length - 1 })).toBe(false);
  });

  it('places a value in the words it covers, as sure as the least sure of them', () => {
    const { box, confidence } = locate(seenText([line('one two three', 10, 10)]), { start: 4, end: 13 });
    expect(box).toEqual({ x: 60, y: 10, width: 95, height: 20 });
    expect(confidence).toBe(88);
  });
});
