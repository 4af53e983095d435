import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openJails } from '../../src/sandbox/index.ts';
import { openTrials, trialManifest } from '../support/jail-trials.ts';

it('an analyzer in bubblewrap reaches nothing but its artefact and its working folder', async () => {
  await using trials = await openTrials();
  const canary = join(trials.folder, 'canary');
  writeFileSync(canary, 'secret');
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const plan = JSON.stringify({ port, pid: process.pid, canary, folder: trials.folder });
  const { result, status } = await trials.attempt(trialManifest('escape'), plan);
  server.close();

  expect(status).toBe('completed');
  const { writeWorkdir, ...doors } = result.facts['doors'] as Record<string, string>;
  expect(writeWorkdir).toBe('done');
  expect(doors).toEqual({
    network: 'EAFNOSUPPORT',
    datagram: expect.stringMatching(/^E/),
    names: expect.stringMatching(/^E/),
    passwd: 'ENOENT',
    canary: 'ENOENT',
    folder: 'ENOENT',
    otherProcess: 'ESRCH',
    writeRoot: 'EROFS',
    writeApp: 'EROFS',
    writeDist: 'EROFS',
    writeIn: 'EROFS',
    writeArtefact: 'EROFS',
    writeDev: 'EROFS',
    writeShm: 'EROFS',
    openProc: 'EROFS',
    chmodArtefact: 'EROFS',
    unlinkArtefact: 'EROFS',
    fork: 'EPERM',
  });
  expect(visits).toBe(0);
  expect(readFileSync(canary, 'utf8')).toBe('secret');
  expect(result.facts['root']).toEqual(['app', 'dev', 'etc', 'in', 'lib', 'lib64', 'proc', 'usr', 'work']);
  expect(result.facts['pids']).toBeLessThan(4);
  expect(result.facts['environment']).not.toContain('PATH');
  expect(result.facts['interfaces']).toMatch(/^E/);
  expect(result.facts['privileges']).toEqual([
    'CapEff:\t0000000000000000',
    'CapBnd:\t0000000000000000',
    'NoNewPrivs:\t1',
    'Seccomp:\t2',
  ]);
  expect(result.facts['hostname']).toBe('jail');
  expect(result.facts['descriptors']).toEqual([]);
});

it('an analyzer that starts programs still has no network and no other system calls', async () => {
  await using trials = await openTrials();
  const plan = JSON.stringify({ port: 1, pid: process.pid, canary: '/etc/hostname', folder: trials.folder });
  const { result } = await trials.attempt(trialManifest('escape', {}, { programs: ['ffmpeg'] }), plan);
  expect(result.facts['doors']).toMatchObject({ network: 'EAFNOSUPPORT', canary: 'ENOENT', fork: 'done' });
});

it('a fork bomb cannot even begin in a jail without programs, and is over its limit in one with them', async () => {
  await using trials = await openTrials();
  const plain = await trials.attempt(trialManifest('fork-bomb', { wallSeconds: 2 }));
  expect(plain).toMatchObject({ status: 'partial', result: { facts: { spawn: ['EPERM'] } } });
  const forking = await trials.attempt(trialManifest('fork-bomb', {}, { programs: ['ffmpeg'] }), 'processes');
  expect(forking).toMatchObject({ failure: 'over-limit', detail: expect.stringContaining('processes') });
  expect(forking.durationMs).toBeLessThan(5000);
});

it('jails are not opened over a data folder that lies in what they are shown', async () => {
  const root = mkdtempSync(join(tmpdir(), 'assay-root-'));
  mkdirSync(join(root, 'dist/src/sandbox'), { recursive: true });
  mkdirSync(join(root, 'dist/analyzers'));
  writeFileSync(join(root, 'dist/src/sandbox/child.js'), '');
  const shared = {
    root,
    modelsFolder: join(root, 'models'),
    isolation: 'process',
    spares: 0,
    manifests: [],
  } as const;
  for (const folder of ['data', 'data/mine', 'models', 'node_modules/x'])
    await expect(openJails({ ...shared, scratch: join(root, folder) })).rejects.toThrow(
      'every jail can read',
    );
  await using jails = await openJails({ ...shared, scratch: join(root, '.assay/jails') });
  expect(jails.isolation).toBe('process');
  rmSync(root, { recursive: true });
});
