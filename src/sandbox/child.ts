import { statSync } from 'node:fs';
import type { AddedModel, AnalysisContext, Analyze, FailureCode, Model, Sink } from '../contract/index.ts';
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

interface Models {
  readonly shipped: ReadonlyMap<string, Promise<Model>>;
  readonly added: readonly AddedModel[];
  /** Added ones that could not be opened. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** Opens every model the manifest names while nobody waits. One that is missing is told when it is asked for. */
async function openModels(preparation: Preparation): Promise<Models> {
  const { models, modelsFolder } = preparation;
  if (models.length + preparation.added.length === 0) return { shipped: new Map(), added: [], refused: [] };
  const { openAdded, openModel } = await import('../inference/index.ts');
  const shipped = new Map(models.map((name) => [name, openModel(modelsFolder, name)] as const));
  await Promise.allSettled(shipped.values());
  return { shipped, ...(await openAdded(preparation.addedFolder, preparation.added)) };
}

function sayRefused(sink: Sink, { refused }: Models): void {
  for (const { name, why } of refused)
    sink.notExamined(`What the added model ${name} would see`, 'not-run', why.slice(0, 1000));
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
      const model = models.shipped.get(name);
      if (model === undefined)
        throw failure(
          'model-missing',
          `The model ${name} is not there: the manifest does not name it, or the operator switched it off.`,
        );
      return model;
    },
    addedModels: models.added,
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
  const context = contextFor({ path, sha256, mediaTypes, ...job }, preparation, models);
  sayRefused(context.sink, models);
  await module.analyze(
    { path, sha256, bytes, mediaTypes: mediaTypes as readonly `${string}/${string}`[] },
    context,
  );
  endWith({ t: 'end' });
}

process.on('uncaughtException', failWith);
process.on('unhandledRejection', failWith);
live().catch(failWith);
