import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rememberUploadsIn } from './unfinished-uploads.ts';

const file = {
  path: '/evidence/secret-name.mp4',
  name: 'secret-name.mp4',
  bytes: 9,
  sha256: 'ab'.repeat(32),
};

it('remembers an unfinished upload by server and content, and keeps no name of a file', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'assay-uploads-')), 'state');
  const unfinished = rememberUploadsIn(folder);
  await unfinished.remember('http://a', file, '/api/v1/uploads/1');
  expect(await rememberUploadsIn(folder).find('http://a', file)).toBe('/api/v1/uploads/1');
  expect(await unfinished.find('http://b', file)).toBeUndefined();
  expect(await readFile(join(folder, 'uploads.json'), 'utf8')).not.toContain('secret-name');
  expect((await stat(join(folder, 'uploads.json'))).mode & 0o077).toBe(0);
  await unfinished.forget('http://a', file);
  expect(await unfinished.find('http://a', file)).toBeUndefined();
});

it('starts anew when what it remembered is damaged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-uploads-'));
  await writeFile(join(folder, 'uploads.json'), '{"half');
  expect(await rememberUploadsIn(folder).find('http://a', file)).toBeUndefined();
});
