import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskStore } from '../../src/storage/index.ts';

const script = join(import.meta.dirname, '../support/put-in-store.ts');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-disk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const filesIn = async (path: string) =>
  (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

describe('a store on disk', () => {
  it('leaves nothing under a hash when it is killed in the middle, and sweeps the rest at the next start', async () => {
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      script,
      folder,
      String(5 * 1024 * 1024),
      'hang',
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = await filesIn(folder);
    expect(left.map((file) => file.parentPath)).toEqual([join(folder, 'tmp')]);
    await openDiskStore({ folder });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('does not sweep what a living process is still writing', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder, String(1024 * 1024), 'hang']);
    await once(child.stdout, 'data');
    await openDiskStore({ folder });
    expect(await filesIn(folder)).toHaveLength(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('sweeps what an earlier life with our own process number left, as containers have them', async () => {
    await openDiskStore({ folder });
    const name = `${hostname()}.${process.pid}.00000000-0000-4000-8000-000000000000`;
    await writeFile(join(folder, 'tmp', name), 'half');
    await openDiskStore({ folder });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('says storage-full on a full disk, keeps nothing and goes on working', () => {
    // A small file system of our own, in a namespace, so that it needs no privilege.
    const small = 'mount -t tmpfs -o size=3m tmpfs "$1" && shift && exec "$@"';
    const run = [process.execPath, '--import', 'tsx', script, folder, String(8 * 1024 * 1024)];
    const args = ['--user', '--map-root-user', '--mount', 'sh', '-c', small, 'sh', folder, ...run];
    const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
    expect(stderr).not.toContain('mount');
    expect(JSON.parse(stdout)).toEqual({ code: 'storage-full', left: 0, small: 65_536 });
  });

  it('keeps files read-only, in folders that nobody else can enter', async () => {
    const store = await openDiskStore({ folder: join(folder, 'store') });
    async function* bytes() {
      yield Buffer.from('evidence');
    }
    const { sha256 } = await store.put(bytes(), { maxBytes: 100 });
    const path = join(folder, 'store', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    expect((await stat(path)).mode & 0o777).toBe(0o400);
    expect((await stat(join(folder, 'store'))).mode & 0o077).toBe(0);
    expect((await stat(join(folder, 'store', sha256.slice(0, 2)))).mode & 0o077).toBe(0);
    expect(await readFile(path, 'utf8')).toBe('evidence');
  });

  it('gives a jail the stored file itself, without copying it', async () => {
    const store = await openDiskStore({ folder: join(folder, 'store') });
    async function* bytes() {
      yield Buffer.alloc(100_000, 1);
    }
    const { sha256 } = await store.put(bytes(), { maxBytes: 100_000 });
    await store.materialise(sha256, join(folder, 'input'));
    expect((await stat(join(folder, 'input'))).nlink).toBe(2);
  });

  it('refuses to open where it cannot write', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openDiskStore({ folder: join(folder, 'file', 'store') })).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  });
});
