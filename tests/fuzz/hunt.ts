import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { caseSource } from './cases.ts';
import type { Seed } from './corpus.ts';
import type { WorkerInput } from './worker.ts';

/** Something a reader must never do. */
export interface Find {
  readonly reader: string;
  readonly seed: string;
  readonly number: number;
  readonly kind: 'throw' | 'hang' | 'memory';
  readonly detail: string;
  readonly bytes: Buffer;
}

export interface HuntOptions {
  readonly seeds: readonly Seed[];
  readonly runSeed: number;
  readonly seconds: number;
  readonly only?: string;
  /** Stops early after so many cases. */
  readonly maxCases?: number;
  onFind?(find: Find): void;
}

export interface HuntResult {
  readonly cases: number;
  readonly readers: readonly string[];
  readonly finds: readonly Find[];
}

const HANG_SECONDS = 2;
const HEAP_MIB = 1024;
const MAX_CASES = 0x7ffffff0;

/** A thread begins as plain JavaScript; only then can it be taught TypeScript. */
const startTypeScript = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(workerData.entry);
  });
`;

/** Runs changed seeds through their readers in a thread that is ended when a case takes too long. */
export async function hunt(options: HuntOptions): Promise<HuntResult> {
  const { seeds, runSeed, seconds, only, maxCases = MAX_CASES } = options;
  const source = caseSource(seeds, runSeed, only);
  const finds: Find[] = [];
  const keep = (number: number, kind: Find['kind'], detail: string): void => {
    const { reader, seed, bytes } = source.makeCase(number);
    const find = { reader: reader.name, seed: seed.name, number, kind, detail, bytes };
    finds.push(find);
    options.onFind?.(find);
  };
  const end = Date.now() + seconds * 1000;
  let next = 0;
  while (next < maxCases && Date.now() < end) {
    const stopped = await watch({ options, from: next, until: maxCases, end, keep });
    next = stopped.at + 1;
    if (stopped.why === 'memory') keep(stopped.at, 'memory', `more than ${HEAP_MIB} MiB of heap`);
    // Compiling and collecting garbage are counted too: a hang is one that happens twice.
    if (stopped.why === 'hang') {
      const again = await watch({
        options,
        from: stopped.at,
        until: stopped.at + 1,
        end: Date.now() + 90_000,
        keep: () => {},
      });
      if (again.why !== 'done')
        keep(stopped.at, 'hang', `more than ${HANG_SECONDS} s of processor time, twice`);
    }
  }
  return { cases: next, readers: source.readers.map((reader) => reader.name), finds };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Processor time of this process is that of the thread: nothing else runs in it. A thread that waits for ever spends none. */
function isHang(since: { readonly wall: number; readonly cpu: number }): boolean {
  return cpuSeconds() - since.cpu > HANG_SECONDS || Date.now() - since.wall > 60_000;
}

interface Watch {
  readonly options: HuntOptions;
  readonly from: number;
  readonly until: number;
  readonly end: number;
  keep(number: number, kind: Find['kind'], detail: string): void;
}

async function watch({ options, from, until, end, keep }: Watch): Promise<{ at: number; why: string }> {
  const progress = new SharedArrayBuffer(4);
  const counter = new Int32Array(progress);
  Atomics.store(counter, 0, -1);
  const { seeds, runSeed, only } = options;
  const workerData: WorkerInput = { seeds, runSeed, only, from, until, progress };
  const worker = new Worker(startTypeScript, {
    eval: true,
    workerData: { ...workerData, entry: new URL('./worker.ts', import.meta.url).href },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  let why = '';
  worker.on('message', (message: { number: number; kind: Find['kind']; detail: string }) =>
    keep(message.number, message.kind, message.detail),
  );
  worker.on('error', (error: NodeJS.ErrnoException) => {
    why = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'broken';
    if (why === 'broken') console.error(error);
  });
  worker.on('exit', () => {
    if (why === '') why = 'done';
  });
  let last = -1;
  let since = { wall: Date.now(), cpu: cpuSeconds() };
  while (why === '' && Date.now() < end) {
    await sleep(100);
    const now = Atomics.load(counter, 0);
    if (now !== last) [last, since] = [now, { wall: Date.now(), cpu: cpuSeconds() }];
    else if (now >= 0 && isHang(since)) why = 'hang';
  }
  if (why === '') why = 'time';
  await worker.terminate();
  if (why === 'broken') throw new Error('the fuzzing thread could not start');
  return { at: Math.max(from, Atomics.load(counter, 0)), why };
}
