import { chmod, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskStore } from '../../src/storage/index.ts';
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
