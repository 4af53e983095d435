import type { Seed } from './corpus.ts';
import { mutate } from './mutate.ts';
import { randomOf } from './random.ts';
import { type FuzzedReader, fuzzedReaders } from './readers.ts';

/** One case, fully named by the numbers of the run and of the case, so that it can be made again. */
export interface FuzzCase {
  readonly reader: FuzzedReader;
  readonly seed: Seed;
  readonly bytes: Buffer;
}

export interface CaseSource {
  readonly readers: readonly FuzzedReader[];
  makeCase(number: number): FuzzCase;
}

const MAX_SEEDS = 3000;

/** Pairs every reader with the seeds of its kind; readers without any are left out. */
export function caseSource(seeds: readonly Seed[], runSeed: number, only?: string): CaseSource {
  const table = fuzzedReaders
    .filter((reader) => only === undefined || reader.name === only)
    .map((reader) => ({
      reader,
      seeds: seeds.filter(({ name, bytes }) => reader.takes(name, bytes)).slice(0, MAX_SEEDS),
    }))
    .filter((row) => row.seeds.length > 0);
  return {
    readers: table.map((row) => row.reader),
    makeCase(number) {
      const { reader, seeds: own } = table[number % table.length]!;
      const random = randomOf(Math.imul(runSeed, 0x9e3779b1) ^ number);
      const seed = own[random.below(own.length)]!;
      const other = own[random.below(own.length)]!;
      return { reader, seed, bytes: mutate(seed.bytes, other.bytes, random) };
    },
  };
}
