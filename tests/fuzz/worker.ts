import { parentPort, workerData } from 'node:worker_threads';
import { caseSource } from './cases.ts';
import type { Seed } from './corpus.ts';

/** What the thread is given. `progress` holds the number of the case under way, for whoever watches from outside. */
export interface WorkerInput {
  readonly seeds: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly runSeed: number;
  readonly only: string | undefined;
  readonly from: number;
  readonly until: number;
  readonly progress: SharedArrayBuffer;
}

/** Buffers that a case may leave behind, bytes. */
const MAX_BUFFERS = 1024 ** 3;

async function work(input: WorkerInput): Promise<void> {
  const seeds: Seed[] = input.seeds.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) }));
  const source = caseSource(seeds, input.runSeed, input.only);
  const progress = new Int32Array(input.progress);
  for (let number = input.from; number < input.until; number++) {
    const one = source.makeCase(number);
    Atomics.store(progress, 0, number);
    try {
      await one.reader.run(one.bytes);
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ number, kind: 'throw', detail: said });
    }
    if (process.memoryUsage().arrayBuffers > MAX_BUFFERS)
      parentPort?.postMessage({ number, kind: 'memory', detail: 'more than 1 GiB of buffers' });
    // Lets messages out and keeps the thread stoppable.
    if (number % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  Atomics.store(progress, 0, input.until);
}

await work(workerData as WorkerInput);
