import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/index.ts';
import { type AttackBench, openAttackBench } from '../support/attack-bench.ts';
import { buildZip } from '../support/build-zip.ts';
import { bomb, buildPng, isoBox, makeMedia, pngChunk } from '../support/hostile-media.ts';
import { watchCost } from '../support/watch-cost.ts';

/* Attacks 7, 8 and 25 of docs/attacks.md: pictures, films and sound that are built to overload, or that no model can judge. */

const MIB = 1024 ** 2;
let bench: AttackBench;
let report: Report;
beforeAll(async () => {
  bench = await openAttackBench();
  const files = { ...(await hostilePictures()), ...(await hostileStreams()) };
  const { value, cost } = await watchCost(bench.folder, () => bench.examine(files));
  report = value;
  expect(cost.jailMemory).toBeLessThan(1200 * MIB);
  expect(cost.ownGrowth).toBeLessThan(300 * MIB);
  expect(cost.diskBytes).toBeLessThan(64 * MIB);
}, 120_000);
afterAll(() => bench?.[Symbol.asyncDispose]());

async function hostilePictures(): Promise<Record<string, Buffer>> {
  const profile = Buffer.concat([Buffer.from('x\0\0', 'latin1'), bomb(200)]);
  const create = { width: 64, height: 64, channels: 3 as const, background: '#406080' };
  const progressive = await sharp({ create }).jpeg({ progressive: true }).toBuffer();
  const lastScan = progressive.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = progressive.subarray(lastScan, -2);
  const webp = await sharp({ create }).webp({ lossless: true }).toBuffer();
  return {
    'huge.png': buildPng(50_000, 50_000, 1),
    'profile.png': buildPng(8, 8, 8, [pngChunk('iCCP', profile), pngChunk('zTXt', profile)]),
    'animation.png': animation(20_000),
    'scans.jpg': Buffer.concat([
      progressive.subarray(0, lastScan),
      ...Array.from({ length: 10_000 }, () => scan),
      progressive.subarray(-2),
    ]),
    // The code lengths of a lossless WebP overwritten, as in CVE-2023-4863.
    'codes.webp': Buffer.concat([webp.subarray(0, 25), Buffer.alloc(webp.length - 25, 0xff)]),
    'picture-and-archive.png': Buffer.concat([
      buildPng(32, 32, 32),
      buildZip([{ name: 'inner.txt', content: Buffer.from('inside') }]),
    ]),
    'script.gif': Buffer.concat([
      Buffer.from('GIF89a=1;/*\0\0\0\0', 'latin1'),
      Buffer.from('*/=1;alert(1)//;'),
    ]),
    'one.png': buildPng(1, 1, 1),
    'drawing.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'),
  };
}

/** A PNG that says how many frames follow, and has them. */
function animation(frames: number): Buffer {
  const said = Buffer.alloc(8);
  said.writeUInt32BE(frames);
  const control = Buffer.alloc(26);
  control.writeUInt32BE(8, 4);
  control.writeUInt32BE(8, 8);
  const one = pngChunk('fcTL', control);
  return buildPng(8, 8, 8, [pngChunk('acTL', said), ...Array.from({ length: frames }, () => one)]);
}

async function hostileStreams(): Promise<Record<string, Buffer>> {
  const film = (box: Buffer) => Buffer.concat([isoBox('ftyp', Buffer.from('isom\0\0\0\0isom')), box]);
  const path = join(bench.folder, 'silence.wav');
  makeMedia('-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '0.2', path);
  const sound = await readFile(path);
  await rm(path);
  const endless = Buffer.from(sound);
  endless.writeUInt32LE(0xffff_ffff, endless.indexOf('data') + 4);
  const deep = Array.from({ length: 5000 }).reduce((inner: Buffer) => isoBox('moov', inner), Buffer.alloc(8));
  return {
    'zero.mp4': film(isoBox('moov', Buffer.alloc(8), 0)),
    'giant.mp4': film(isoBox('moov', Buffer.alloc(8), 0xffff_ffff)),
    'deep.mp4': film(deep),
    'nothing.mp4': film(isoBox('moov', isoBox('mvhd', Buffer.alloc(100)))),
    'silence.wav': sound,
    'endless.wav': endless,
  };
}

const entryOf = (name: string) => {
  const sha256 = report.exhibits.find((exhibit) => exhibit.claimedName === name)?.sha256;
  return report.artefacts.find(({ artefact }) => artefact.sha256 === sha256)!;
};
const run = (name: string, analyzer: string) =>
  entryOf(name).runs.find(
    (one) => one.analyzer === analyzer && one.subject === entryOf(name).artefact.sha256,
  )!;

describe('pictures', () => {
  it.each(['media', 'faces', 'screenshot'])(
    'of absurd size end %s with the limit as the reason',
    (analyzer) => {
      expect(run('huge.png', analyzer).failure).toBe('over-limit');
      expect(run('huge.png', analyzer).coverage.notExamined.length).toBeGreaterThan(0);
    },
  );

  it.each(['profile.png', 'animation.png', 'one.png'])('like %s are examined at no cost', (name) => {
    expect(run(name, 'media').failure).toBeUndefined();
    expect(run(name, 'media').durationMs).toBeLessThan(15_000);
  });

  it.each(['scans.jpg', 'codes.webp'])('like %s end in time, with a reason where they end badly', (name) => {
    const { status, failure, durationMs } = run(name, 'media');
    expect(durationMs).toBeLessThan(30_000);
    expect(status === 'completed' || ['malformed', 'over-limit', 'timed-out'].includes(failure!)).toBe(true);
  });

  it('are named by their bytes, each thing that they are', () => {
    expect(entryOf('picture-and-archive.png').artefact.mediaTypes).toEqual(
      expect.arrayContaining(['image/png', 'application/zip']),
    );
    expect(run('picture-and-archive.png', 'archive').result.children).toHaveLength(1);
    expect(entryOf('script.gif').artefact.mediaTypes).toContain('image/gif');
    expect(entryOf('drawing.png').artefact.mediaTypes).toEqual(['image/svg+xml']);
  });

  it('give evidence that was drawn anew, never their own bytes', async () => {
    const own = new Set(report.artefacts.map(({ artefact }) => artefact.sha256));
    const evidence = report.artefacts.flatMap(({ runs }) => runs.flatMap(({ result }) => result.evidence));
    for (const { sha256, mediaType } of evidence) {
      expect(own.has(sha256)).toBe(false);
      expect(mediaType).not.toContain('svg');
    }
    for (const bytes of await bench.stored()) expect(bytes.includes('root:x:0:0')).toBe(false);
  });
});

describe('films and sound', () => {
  it.each(['zero.mp4', 'giant.mp4', 'deep.mp4', 'nothing.mp4'])(
    'like %s end as malformed, with words',
    (name) => {
      const { failure, detail } = run(name, 'media');
      expect([failure, typeof detail]).toEqual(['malformed', 'string']);
      expect(entryOf(name).runs.flatMap(({ result }) => result.children)).toEqual([]);
    },
  );

  it.each(['silence.wav', 'endless.wav'])('like %s are read for what is there', (name) => {
    expect(run(name, 'media').result.facts['tracks']).toMatchObject([{ kind: 'audio', sampleRate: 8000 }]);
  });
});

describe('what no method can judge', () => {
  it('gets no score and no verdict: no answer supports a side', () => {
    expect(report.assessments.length).toBeGreaterThan(5);
    for (const one of report.assessments) {
      expect(one.answer, one.subject).not.toMatch(/^supports|^inconclusive$/);
      expect(one).not.toHaveProperty('likelihoodRatio');
    }
    expect(report.status).toBe('incomplete');
  });

  it('as a single pixel or a refused picture, has no face with a score', () => {
    for (const name of ['one.png', 'huge.png'])
      for (const { measure } of run(name, 'faces')?.result.findings ?? [])
        expect(Number.isFinite(measure?.value ?? 0)).toBe(true);
    expect(run('one.png', 'faces').result.findings.map(({ id }) => id)).not.toContain('faces.found');
    expect(run('huge.png', 'faces').result.findings).toEqual([]);
  });
});
