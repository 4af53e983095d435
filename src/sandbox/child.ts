import { statSync } from 'node:fs';
import type { AnalysisContext, Analyze, FailureCode, Model } from '../contract/index.ts';
import { openSink, send } from './child-sink.ts';
import type { Job, Preparation } from './messages.ts';
import { readOrders } from './read-orders.ts';

/*
 * The program inside the jail: one analyzer, one artefact, then gone. It is given nothing worth stealing; whoever
 * takes it over can only write on the pipe to the parent, which believes none of it. It loads only what its analyzer
 * needs (here the contract is types alone), because a cold jail is waited for.
 */

const order = readOrders(process.stdin);

/** The parent that closes its pipe no longer wants this jail. */
async function nextOrder<T>(): Promise<T> {
  return ((await order()) ?? process.exit(0)) as T;
}

type Models = ReadonlyMap<string, Promise<Model>>;

/** Opens every model the manifest names while nobody waits. One that is missing is told when it is asked for. */
async function openModels(preparation: Preparation): Promise<Models> {
  if (preparation.models.length === 0) return new Map();
  const { openModel } = await import('../inference/index.ts');
  const models = new Map(
    preparation.models.map((name) => [name, openModel(preparation.modelsFolder, name)] as const),
  );
  await Promise.allSettled(models.values());
  return models;
}

/** The contract's AnalysisFailure, which is known by its name, without loading the contract. */
function failure(code: FailureCode, message: string): Error {
  return Object.assign(new Error(message), { name: 'AnalysisFailure', failure: code });
}

function contextFor(job: Job, preparation: Preparation, models: Models): AnalysisContext {
  const stop = new AbortController();
  // A little before the parent's kill, so that an analyzer that listens can still end in order.
  const late = failure('timed-out', `Not finished after ${job.limits.wallSeconds} seconds.`);
  setTimeout(() => stop.abort(late), job.limits.wallSeconds * 900).unref();
  return {
    workdir: preparation.workdir,
    signal: stop.signal,
    limits: job.limits,
    password: job.password,
    config: job.config,
    sink: openSink(preparation.workdir, Math.min(job.limits.children, 500)),
    model: async (name) => {
      const model = models.get(name);
      if (model === undefined)
        throw failure('model-missing', `The manifest does not name the model ${name}.`);
      return model;
    },
  };
}

/** A full disk or an allocation that failed is a limit reached, not a crash. */
function failureOf(error: unknown): { failure: string; detail: string } {
  if (!(error instanceof Error))
    return { failure: 'crashed', detail: 'The analyzer threw something unreadable.' };
  const detail = `${error.name}: ${error.message}`.slice(0, 1900);
  if (error.name === 'AnalysisFailure' && 'failure' in error)
    return { failure: String(error.failure), detail: error.message.slice(0, 1900) };
  const code = 'code' in error ? error.code : undefined;
  const isFull =
    code === 'ENOSPC' ||
    code === 'EFBIG' ||
    code === 'ENOMEM' ||
    code === 'EMFILE' ||
    code === 'EAGAIN' ||
    (error instanceof RangeError && /allocation failed|out of memory/i.test(error.message)) ||
    // A thread or process that the limit refused.
    /\b(EAGAIN|ENOMEM)\b/.test(error.message);
  return { failure: isFull ? 'over-limit' : 'crashed', detail };
}

/**
 * Says the last word and stands still until the parent kills the jail. An exit of our own would let bubblewrap's outer
 * process go first and leave an orphan to the machine's process 1.
 */
function endWith(message: { readonly t: string }): never {
  send(message);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
  process.exit(0);
}

function failWith(error: unknown): never {
  endWith({ t: 'fail', ...failureOf(error) });
}

async function live(): Promise<void> {
  send({ t: 'hello' });
  const preparation = await nextOrder<Preparation>();
  const [module, models] = await Promise.all([
    import(preparation.code) as Promise<{ analyze: Analyze }>,
    openModels(preparation),
  ]);
  send({ t: 'ready' });
  const { path, sha256, mediaTypes, ...job } = await nextOrder<Job>();
  const bytes = statSync(path).size;
  await module.analyze(
    { path, sha256, bytes, mediaTypes: mediaTypes as readonly `${string}/${string}`[] },
    contextFor({ path, sha256, mediaTypes, ...job }, preparation, models),
  );
  endWith({ t: 'end' });
}

process.on('uncaughtException', failWith);
process.on('unhandledRejection', failWith);
live().catch(failWith);
