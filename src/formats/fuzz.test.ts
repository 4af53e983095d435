import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtSeeds, type Seed, seedsIn } from '../../tests/fuzz/corpus.ts';
import { hunt } from '../../tests/fuzz/hunt.ts';
import { fuzzedReaders } from '../../tests/fuzz/readers.ts';

const KEPT = 'tests/fuzz/kept';
/** Of processor time, for one kept case. */
const MAX_MICROSECONDS = 5_000_000;

describe('readers on changed bytes', () => {
  let seeds: Seed[];
  beforeAll(async () => {
    seeds = [...builtSeeds(), ...(await seedsIn('samples', 100_000)), ...(await seedsIn(KEPT, 100_000))];
  });

  it('never throw, hang or fill the memory, whatever is changed', async () => {
    const { finds, cases } = await hunt({ seeds, runSeed: 1, seconds: 15, maxCases: 30_000 });
    expect(finds.map(({ reader, number, kind, detail }) => ({ reader, number, kind, detail }))).toEqual([]);
    expect(cases).toBeGreaterThan(500);
  }, 60_000);
});

describe('bytes that once made a reader fail', () => {
  it('are read by their reader without an exception, in little time', async () => {
    const kept = (await readdir(KEPT)).filter((name) => name.endsWith('.bin'));
    expect(kept).not.toEqual([]);
    for (const name of kept) {
      const bytes = await readFile(join(KEPT, name));
      const reader = fuzzedReaders.find((one) => name.startsWith(`${one.name}-`));
      expect(reader, name).toBeDefined();
      const since = process.cpuUsage();
      await expect((async () => reader?.run(bytes))(), name).resolves.not.toThrow();
      expect(process.cpuUsage(since).user, name).toBeLessThan(MAX_MICROSECONDS);
    }
  });
});
