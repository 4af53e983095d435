import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { examineVideo } from '../../analyzers/face-forgery/video/index.ts';
import type { Model, Tensor } from '../../src/contract/index.ts';
import { openModel, readModelManifest } from '../../src/inference/index.ts';
import { recordingContext, recordingSink } from '../../tests/support/recording-sink.ts';

/** One call of a graph, as `examineVideo` made it. */
interface Call {
  readonly model: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

export interface Race {
  readonly frames: number;
  readonly calls: number;
  /** Wall and processor time (this process and its ffmpegs), seconds. */
  readonly ours: { readonly wall: number; readonly cpu: number };
  readonly bare: { readonly wall: number; readonly cpu: number };
}

const ticks = 100;
/** Processor time of this process and of its children that have ended, seconds (proc(5): utime to cstime). */
function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / ticks;
}

async function timed<T>(act: () => Promise<T>): Promise<{ value: T; wall: number; cpu: number }> {
  const [since, used] = [performance.now(), cpuSeconds()];
  const value = await act();
  // Children count when they have been waited for.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { value, wall: (performance.now() - since - 50) / 1000, cpu: cpuSeconds() - used };
}

const names = ['blazeface', 'facemesh', 'faceres', 'face-features', 'face-swap'];

/** Looks at a film end to end, then runs the same graphs on the same inputs, which lie ready in memory, by themselves. */
export async function race(root: string, path: string): Promise<Race> {
  const calls: Call[] = [];
  const folder = join(root, 'models');
  const opened = await Promise.all(names.map((name) => openModel(folder, name)));
  const first = await timed(() => examine(path, new Map(opened.map((model) => [model.name, model]))));
  // Once more, to keep the inputs: keeping them while the time is taken would cost memory that the product does not use.
  await examine(path, new Map(opened.map((model) => [model.name, watched(model, calls)])));
  const manifest = await readModelManifest(folder);
  const sessions = new Map<string, InferenceSession>();
  for (const name of names) {
    const file = manifest.models.find((one) => one.name === name)?.file ?? '';
    const one = {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      enableCpuMemArena: false,
      enableMemPattern: false,
    };
    sessions.set(name, await InferenceSession.create(join(folder, file), one));
  }
  const ready = calls.map(({ model, inputs }) => ({ session: sessions.get(model), feeds: feedsOf(inputs) }));
  const bare = await timed(async () => {
    for (const { session, feeds } of ready) await session?.run(feeds);
  });
  return { frames: first.value, calls: calls.length, ours: first, bare };
}

function watched(model: Model, calls: Call[]): Model {
  return {
    ...model,
    run(inputs) {
      calls.push({ model: model.name, inputs });
      return model.run(inputs);
    },
  };
}

function feedsOf(inputs: Readonly<Record<string, Tensor>>): Record<string, OrtTensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, dims }]) => [
      name,
      new OrtTensor('float32', data as Float32Array, [...dims]),
    ]),
  );
}

/** Frames that were looked at. */
async function examine(path: string, models: ReadonlyMap<string, Model>): Promise<number> {
  const sink = recordingSink();
  const model = async (name: string): Promise<Model> => {
    const found = models.get(name);
    if (found === undefined) throw new Error(`no model ${name}`);
    return found;
  };
  const limits = { ...recordingContext().limits, wallSeconds: 3600 };
  const context = recordingContext({ sink, model, limits });
  const bytes = statSync(path).size;
  await examineVideo({ sha256: '0'.repeat(64), bytes, mediaTypes: ['video/mp4'], path }, context);
  return (sink.result.facts['video'] as { framesLookedAt?: number } | undefined)?.framesLookedAt ?? 0;
}
