import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildZip } from '../../tests/support/build-zip.ts';
import { type RecordingSink, recordingContext } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identify-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function identify(bytes: Buffer | string): Promise<RecordingSink> {
  const path = join(folder, 'artefact');
  await writeFile(path, bytes);
  const context = recordingContext();
  await analyze({ sha256: '0'.repeat(64), bytes: bytes.length, mediaTypes: [], path }, context);
  return context.sink;
}

it('names the kind of a file and states its first bytes and entropy', async () => {
  const { result } = await identify('hello hello');
  expect(result.mediaTypes).toEqual(['text/plain']);
  expect(result.facts).toMatchObject({
    bytes: 11,
    charset: 'us-ascii',
    firstBytes: Buffer.from('hello hello').toString('hex'),
  });
  expect(result.facts['entropyBitsPerByte']).toBeCloseTo(2.22, 1);
  expect(result.findings).toEqual([]);
});

it('reports a picture that is also an archive as several kinds of file', async () => {
  const zip = buildZip([{ name: 'payload.sh', content: Buffer.from('#!/bin/sh') }]);
  const { result } = await identify(Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(10), zip]));
  expect(result.mediaTypes).toEqual(['image/gif', 'application/zip']);
  expect(result.findings.map((finding) => finding.id)).toEqual(['polyglot', 'data-around-archive']);
});

it('warns of a play list that would make a player open other files', async () => {
  const { result } = await identify('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n');
  expect(result.findings.map((finding) => finding.id)).toEqual(['stream-list']);
});

it('warns of a play list hidden inside a video', async () => {
  const { result } = await identify(
    Buffer.from('RIFF\x10\0\0\0AVI LISTGAB2\0#EXTM3U\nhttp://127.0.0.1/', 'latin1'),
  );
  expect(result.mediaTypes).toEqual(['video/x-msvideo']);
  expect(result.findings.map((finding) => finding.id)).toEqual(['hidden-stream-list']);
});

it('says that an empty file could not be examined', async () => {
  const { coverage, result } = await identify('');
  expect(result.mediaTypes).toEqual(['application/octet-stream']);
  expect(coverage.notExamined).toMatchObject([{ reason: 'not-examinable' }]);
});
