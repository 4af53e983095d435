import { chmod, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskStore, openS3Store } from '../../src/storage/index.ts';
import { startS3 } from '../support/s3.ts';
import { type StoreUnderTest, testStore } from '../support/store-conformance.ts';

testStore('disk', async (): Promise<StoreUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-disk-'));
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  return {
    store: await openDiskStore({ folder }),
    count: async () =>
      (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name)).length,
    leftOvers: async () => (await readdir(join(folder, 'tmp'))).length,
    damage: async (sha256) => {
      await chmod(pathOf(sha256), 0o600);
      await truncate(pathOf(sha256), 100);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

testStore('S3', async (): Promise<StoreUnderTest> => {
  const server = await startS3();
  const spool = await mkdtemp(join(tmpdir(), 'assay-spool-'));
  const { bucket, endpoint, region, credentials } = server;
  return {
    store: await openS3Store({ bucket, endpoint, region, credentials, spool, prefix: 'evidence/' }),
    count: async () => (await server.keys()).length,
    leftOvers: async () => (await readdir(spool)).length,
    damage: (sha256) =>
      server.replace(`evidence/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`, Buffer.from('short')),
    close: async () => {
      await server.close();
      await rm(spool, { recursive: true, force: true });
    },
  };
});
