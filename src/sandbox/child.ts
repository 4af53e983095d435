import { statSync } from 'node:fs';
import { type AnalysisContext, AnalysisFailure, type Analyze, type Model } from '../contract/index.ts';
import { openModel } from '../inference/index.ts';
import { openSink, send } from './child-sink.ts';
import { decodeFrames } from './frames.ts';
import type { Job, Preparation } from './messages.ts';

/*
 * The program inside the jail: one analyzer, one artefact, then gone. It is given nothing worth stealing; whoever
 * takes it over can only write on the pipe to the parent, which believes none of it.
 */

const orders = decodeFrames(process.stdin, { bytes: 16 * 1024 * 1024, frames: 2 });

async function nextOrder<T>(): Promise<T> {
  const next = await orders.next();
  // The parent closed the pipe: this jail is no longer wanted.
  if (next.done || next.value.kind !== 'json') process.exit(0);
  return JSON.parse(next.value.text) as T;
}

type Models = ReadonlyMap<string, Promise<Model>>;

/** Opens every model the manifest names while nobody waits. One that is missing is told when it is asked for. */
async function openModels(preparation: Preparation): Promise<Models> {
  const models = new Map(
    preparation.models.map((name) => [name, openModel(preparation.modelsFolder, name)] as const),
  );
  await Promise.allSettled(models.values());
  return models;
}

function contextFor(job: Job, preparation: Preparation, models: Models): AnalysisContext {
  const stop = new AbortController();
  // A little before the parent's kill, so that an analyzer that listens can still end in order.
  const late = new AnalysisFailure('timed-out', `Not finished after ${job.limits.wallSeconds} seconds.`);
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
        throw new AnalysisFailure('model-missing', `The manifest does not name the model ${name}.`);
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
    (error instanceof RangeError && /allocation failed|out of memory/i.test(error.message));
  return { failure: isFull ? 'over-limit' : 'crashed', detail };
}

function endWith(error: unknown): never {
  send({ t: 'fail', ...failureOf(error) });
  process.exit(1);
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
  send({ t: 'end' });
}

process.on('uncaughtException', endWith);
process.on('unhandledRejection', endWith);
live().then(() => process.exit(0), endWith);
