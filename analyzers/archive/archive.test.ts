import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limits } from '../../src/contract/index.ts';
import { buildTar } from '../../tests/support/build-tar.ts';
import { buildZip } from '../../tests/support/build-zip.ts';
import { type RecordingSink, recordingContext } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

const limits: Limits = {
  inputBytes: 2 ** 31,
  wallSeconds: 60,
  cpuSeconds: 60,
  memoryMiB: 1024,
  outputBytes: 300 * 1024 ** 2,
  workdirMiB: 16,
  children: 20,
};

async function unpack(
  bytes: Buffer,
  mediaType: `${string}/${string}`,
  options: { password?: string } = {},
): Promise<RecordingSink & { failure?: Error }> {
  const path = join(folder, 'artefact');
  await writeFile(path, bytes);
  const context = recordingContext({ limits, password: options.password });
  let failure: Error | undefined;
  await analyze(
    { sha256: '0'.repeat(64), bytes: bytes.length, mediaTypes: [mediaType], path },
    context,
  ).catch((error: Error) => {
    failure = error;
  });
  return Object.assign(context.sink, failure ? { failure } : {});
}

const names = ({ children }: RecordingSink): string[] => children.map((child) => child.claimedName);
const findings = ({ result }: RecordingSink): string[] => result.findings.map((finding) => finding.id);
const text = (words: string): Buffer => Buffer.from(words);

describe('zip', () => {
  it('hands on each file with the name it had and its exact bytes', async () => {
    const sink = await unpack(
      buildZip([
        { name: 'notes/', content: text('') },
        { name: 'notes/chat.txt', content: text('hello '.repeat(100)), deflate: true },
        { name: 'photo.jpg', content: text('jpeg') },
      ]),
      'application/zip',
    );
    expect(names(sink)).toEqual(['notes/chat.txt', 'photo.jpg']);
    expect(sink.children[0]?.content.toString()).toBe('hello '.repeat(100));
    expect(sink.result.facts).toMatchObject({
      format: 'ZIP',
      memberCount: 3,
      handedOn: 2,
      unpackedBytes: 604,
    });
    expect(sink.result.findings).toEqual([]);
  });

  it('reports names that lead out of the folder, uses none as a path, and still hands the files on', async () => {
    const hostile = ['../../x', '/etc/cron.d/x', 'C:\\x', '..\\y', 'a\0b', 'ok/../../../z'];
    const sink = await unpack(
      buildZip(hostile.map((name) => ({ name, content: text(name) }))),
      'application/zip',
    );
    expect(names(sink)).toEqual(hostile);
    expect(findings(sink)).toContain('path-traversal');
    expect(sink.result.findings.find((one) => one.id === 'path-traversal')?.locations).toHaveLength(6);
    expect(await readdir(folder)).toEqual(['artefact']);
  });

  it('lists symbolic links and never follows them, also when a file of that name comes later', async () => {
    const sink = await unpack(
      buildZip([
        { name: 'out', content: text('/tmp'), unixMode: 0o120777 },
        { name: 'out/evil', content: text('payload') },
      ]),
      'application/zip',
    );
    expect(names(sink)).toEqual(['out/evil']);
    expect(sink.result.facts['members']).toMatchObject([{ kind: 'link', target: '/tmp' }, { kind: 'file' }]);
    expect(findings(sink)).toContain('links');
  });

  it('stops a bomb by its ratio, keeps what came before and says what was not examined', async () => {
    const zeros = deflateRawSync(Buffer.alloc(100 * 1024 ** 2));
    const entry = { content: Buffer.alloc(0), packed: zeros };
    // Declared size 0 (GHSA-rcw4-f5rp-g42v): limits that trust it never bite.
    const sizes = { method: 8, bytes: 0, compressed: zeros.length };
    const bomb = await unpack(
      buildZip([
        { name: 'first.txt', content: text('kept') },
        { name: 'zeros', ...entry, central: sizes, local: sizes },
        { name: 'later.txt', content: text('never reached') },
      ]),
      'application/zip',
    );
    expect(names(bomb)).toEqual(['first.txt']);
    expect(findings(bomb)).toContain('bomb');
    expect(bomb.failure).toMatchObject({ failure: 'over-limit' });
    expect(bomb.coverage.notExamined).toMatchObject([{ what: 'the rest of the archive', reason: 'not-run' }]);
  });

  it('stops entries that overlap each other before they fill anything', async () => {
    const packed = deflateRawSync(Buffer.alloc(30 * 1024 ** 2));
    const fields = { method: 8, bytes: 30 * 1024 ** 2, compressed: packed.length };
    const first = { name: 'a0', content: Buffer.alloc(0), packed, central: fields, local: fields };
    const sink = await unpack(
      buildZip([
        first,
        ...Array.from({ length: 15 }, (_, at) => ({ ...first, name: `a${at + 1}`, shares: 0 })),
      ]),
      'application/zip',
    );
    expect(findings(sink)).toEqual(expect.arrayContaining(['malformed/overlapping-entries', 'bomb']));
    expect(sink.children.length).toBeLessThan(5);
  });

  it('hands on at most as many children as its limit allows and says so', async () => {
    const sink = await unpack(
      buildZip(Array.from({ length: 30 }, (_, at) => ({ name: `${at}`, content: text(`${at}`) }))),
      'application/zip',
    );
    expect(sink.children).toHaveLength(20);
    expect(sink.failure).toMatchObject({ failure: 'over-limit' });
  });

  it('walks 200 000 empty entries without handing any on', async () => {
    const many = Array.from({ length: 200_000 }, () => ({ name: 'e', content: Buffer.alloc(0), shares: 0 }));
    const sink = await unpack(
      buildZip([{ name: 'e', content: Buffer.alloc(0) }, ...many]),
      'application/zip',
    );
    expect(sink.children).toEqual([]);
    expect(sink.failure).toMatchObject({ failure: 'over-limit' });
    expect((sink.result.facts['members'] as unknown[]).length).toBe(1000);
  });

  it('reads a file whose data is broken as far as its faults and goes on with the next', async () => {
    const sink = await unpack(
      buildZip([
        {
          name: 'broken',
          content: text('abc'),
          packed: Buffer.from([0xff, 0xff, 0xff]),
          central: { method: 8 },
        },
        { name: 'good', content: text('fine') },
      ]),
      'application/zip',
    );
    expect(names(sink)).toEqual(['good']);
    expect(sink.coverage.notExamined).toMatchObject([{ what: 'broken', reason: 'not-examinable' }]);
  });
});

describe('passwords', () => {
  async function locked(password: string, options: object): Promise<Buffer> {
    const writer = new ZipWriter(new BlobWriter(), { password, ...options });
    await writer.add('secret.txt', new TextReader('the secret '.repeat(20_000)));
    await writer.add('short.txt', new TextReader('x'));
    return Buffer.from(await (await writer.close()).arrayBuffer());
  }

  it.each([
    ['the old ZIP cipher', { zipCrypto: true }],
    ['AES-128', { encryptionStrength: 1 }],
    ['AES-256', { encryptionStrength: 3 }],
    ['AES-256, stored', { encryptionStrength: 3, level: 0 }],
  ])('opens %s with "infected"', async (_, options) => {
    const sink = await unpack(await locked('infected', options), 'application/zip');
    expect(names(sink)).toEqual(['secret.txt', 'short.txt']);
    expect(sink.children[0]?.content.toString()).toBe('the secret '.repeat(20_000));
    expect(sink.children[1]?.content.toString()).toBe('x');
    expect(sink.result.findings).toEqual([]);
  });

  it('opens with the password of the submission and never repeats it', async () => {
    const sink = await unpack(await locked('Hünfeld 7!', { encryptionStrength: 3 }), 'application/zip', {
      password: 'Hünfeld 7!',
    });
    expect(names(sink)).toEqual(['secret.txt', 'short.txt']);
    expect(JSON.stringify([sink.result, sink.coverage])).not.toContain('nfeld');
  });

  it.each([
    ['the old ZIP cipher', { zipCrypto: true }],
    ['AES', { encryptionStrength: 3 }],
  ])('says which files stay locked under %s', async (_, options) => {
    const sink = await unpack(await locked('unknown', options), 'application/zip', { password: 'wrong' });
    expect(sink.children).toEqual([]);
    expect(findings(sink)).toEqual(['locked']);
    expect(sink.coverage.notExamined).toMatchObject([{ reason: 'not-examinable' }]);
  });

  it('opens a file that is only marked as locked', async () => {
    const flags = { flags: 1 };
    const sink = await unpack(
      buildZip([{ name: 'plain.txt', content: text('plain'), central: flags, local: flags }]),
      'application/zip',
    );
    expect(names(sink)).toEqual(['plain.txt']);
  });
});

describe('tar, gzip and others', () => {
  it('hands on the files of a tar archive, long names too, and lists links without following them', async () => {
    const long = `${'deep/'.repeat(40)}file.txt`;
    const sink = await unpack(
      buildTar([
        { name: 'a.txt', content: text('one') },
        { name: long, content: text('two') },
        { name: 'link', link: '../../etc/passwd' },
        { name: '../up.txt', content: text('three') },
      ]),
      'application/x-tar',
    );
    expect(names(sink)).toEqual(['a.txt', long, '../up.txt']);
    expect(findings(sink)).toEqual(['path-traversal', 'links']);
  });

  it('says that a cut tar archive is cut', async () => {
    const tar = buildTar([{ name: 'a.txt', content: Buffer.alloc(5000, 1) }]);
    const sink = await unpack(tar.subarray(0, 2000), 'application/x-tar');
    expect(sink.children).toEqual([]);
    expect(sink.coverage.notExamined).toMatchObject([{ what: 'a.txt' }]);
  });

  it('unpacks gzip to the one file inside', async () => {
    const sink = await unpack(gzipSync('log line'), 'application/gzip');
    expect(sink.children.map((child) => child.content.toString())).toEqual(['log line']);
  });

  it('stops a gzip bomb', async () => {
    const sink = await unpack(gzipSync(Buffer.alloc(200 * 1024 ** 2)), 'application/gzip');
    expect(sink.children).toEqual([]);
    expect(findings(sink)).toEqual(['bomb']);
  });

  it('opens 7z', async () => {
    const sink = await unpack(Buffer.from(SEVEN, 'base64'), 'application/x-7z-compressed');
    expect(sink.children.map((child) => [child.claimedName, child.content.toString()])).toEqual([
      ['a.txt', 'hello 7z'],
    ]);
  });

  it('says that a locked 7z archive was not examined', async () => {
    const sink = await unpack(Buffer.from(SEVEN_LOCKED, 'base64'), 'application/x-7z-compressed');
    expect(sink.coverage.notExamined).toMatchObject([
      { what: 'the locked archive', reason: 'not-examinable' },
    ]);
  });

  it('never takes the size of a member beyond 2 GiB for a small or negative one', async () => {
    const sink = await unpack(Buffer.from(TAR_BZIP2_3_GB, 'base64'), 'application/x-bzip2');
    expect(sink.children).toEqual([]);
    expect(sink.result.facts['members']).toMatchObject([{ name: 'zeros', bytes: null }]);
    expect(sink.coverage.notExamined).toMatchObject([
      { what: 'zeros', detail: expect.stringContaining('declares more') },
    ]);
  });

  it('fails with a reason on what is no archive at all', async () => {
    const sink = await unpack(text('PK\x03\x04 and no more'), 'application/zip');
    expect(sink.failure).toMatchObject({ failure: 'malformed' });
  });
});

/** Made with 7z: one file a.txt holding "hello 7z"; the second with an encrypted header, password "infected". */
const SEVEN =
  'N3q8ryccAARZd3srDAAAAAAAAABSAAAAAAAAAOWegRgBAAdoZWxsbyA3egABBAYAAQkMAAcLAQABISEBAAwIAAgKAevLiecAAAUBGQwAAAAAAAAAAAAAAAARDQBhAC4AdAB4AHQAAAAUCgEAZwcVUK563QEVBgEAIICkgQAA';
const SEVEN_LOCKED =
  'N3q8ryccAAQ7he5EgAAAAAAAAAAuAAAAAAAAABV+a5dDfnnG93/V3ykkYm9TMhXExr+NWfWUv+JGpQ3bkxVUsJhiawqzh+TNDzfdxsAlWNy7l4125KOTLPT4K7hRdPgNV5Z3YSQbFW8GVtXdUZI0tkTDWKGFmEaX8Idak3NEJHm9p7U8svXbr/HVUEfqtIP/E22E9jmO8ywLVOxlEbAYRBcGEAEJcAAHCwEAASQG8QcBElMPySCytal9Qsey3SZYnKQt6gxiCgGojezyAAA=';
/** Made with Python's tarfile and bz2: the header of one file that declares 3 000 000 000 bytes. */
const TAR_BZIP2_3_GB =
  'QlpoOTFBWSZTWTtGBvwAAC1bgMiAQABXgAAIYgCeEACIIABUNQ0ANBiBiaKNNADR1XwCYJXemTziKJRVo1RDRGyA3YFpl1KBDIiZQCMfUVlb13D4u5IpwoSB2jA34A==';
