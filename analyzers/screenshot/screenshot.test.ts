import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { openModel } from '../../src/inference/index.ts';
import { blankRaster, decodeImage, encodePng, invert, paste } from '../../src/media/index.ts';
import { buildPng } from '../../tests/support/hostile-media.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

// Two networks and a reader for each picture: seconds on a quiet machine, more on a busy one.
vi.setConfig({ testTimeout: 120_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-screenshot-'));
  await buildModels('.');
});
afterAll(() => rm(folder, { recursive: true }));

async function examine(path: string) {
  const sink = recordingSink({ workdir: folder });
  const artefact = { sha256: '0'.repeat(64), bytes: 1, mediaTypes: ['image/png'], path };
  await analyze(
    artefact,
    recordingContext({ workdir: folder, sink, model: (name) => openModel('models', name) }),
  );
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

  it('leaves nothing of a small picture out', async () => {
    const { coverage } = await readSample();
    expect(coverage.notExamined).toEqual([]);
    expect(coverage.examined).toEqual([
      'Text in the picture, and QR and bar codes',
      expect.stringMatching(/^scam phrases, rules .*\ben \d/),
    ]);
  });

  it('quotes the words of a scheme, with the box of their line', async () => {
    const { result } = await readSample();
    const found = result.findings.find(({ id }) => id === 'scam/withdrawal-blocked');
    expect(found?.detail).toContain('“Yes, but I cannot withdraw.” (en');
    expect(found?.support).toMatchObject({ question: 'scam-content', kind: 'investment' });
    expect(found?.locations[0]).toMatchObject({ kind: 'box', height: expect.any(Number) });
  });

  it('tells who says what, and what kind of picture it is and why', async () => {
    const { facts, findings } = (await readSample()).result;
    const messages = facts['messages'] as { speaker: string; text: string }[];
    const said = (who: string) => messages.filter(({ speaker }) => speaker === who).map(({ text }) => text);
    expect(said('owner')).toEqual(['Yes, but I cannot withdraw.', 'Who can help me?']);
    expect(said('other')[1]).toContain('You must first pay the tax');
    expect(facts['picture']).toMatchObject({ kind: 'chat', title: 'Clara Mentor' });
    const kind = findings.find(({ id }) => id === 'screenshot.kind.chat');
    expect(kind?.detail).toContain('messages stand left and right');
  });

  it('gets fingerprints of its layout and its parts', async () => {
    const kinds = (await readSample()).result.fingerprints.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['layout-minhash-1', 'crop-dhash-64']));
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
    expect(Math.abs(low.y - high.y - TOP)).toBeLessThan(8);
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
