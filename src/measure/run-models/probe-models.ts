import type { AddedModel, AnalysisContext, Json, Tensor } from '../../contract/index.ts';
import { blankRaster } from '../../media/index.ts';
import { encodePicture, scorePicture } from '../../vision/index.ts';
import type { ProbeAnswer, ShippedProbe } from '../task.ts';

/** Runs every model on an input of nothing but zeros: it opens, its shapes fit, and its numbers are finite. */
export async function probeModels(shipped: readonly ShippedProbe[], context: AnalysisContext): Promise<void> {
  for (const probe of shipped) await tell(context, probe.name, () => probeShipped(probe, context));
  for (const added of context.addedModels) await tell(context, added.manifest.name, () => probeAdded(added));
}

async function tell(
  { sink }: AnalysisContext,
  name: string,
  probe: () => Promise<ProbeAnswer>,
): Promise<void> {
  const answer = await probe().catch((error: unknown) => ({
    why: error instanceof Error ? error.message.slice(0, 1000) : String(error),
  }));
  sink.fact(`model/${name}`, answer as Json);
}

async function probeShipped({ name, inputs }: ShippedProbe, context: AnalysisContext): Promise<ProbeAnswer> {
  const model = await context.model(name);
  const outputs = await model.run(Object.fromEntries(inputs.map((input) => [input.name, zeros(input)])));
  return { outputs: Object.entries(outputs).map(([output, { dims }]) => ({ name: output, dims })) };
}

/** Of the types that the models of models/manifest.json take. */
function zeros({ type, dims }: ShippedProbe['inputs'][number]): Tensor {
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (type === 'float32') return { type, dims, data: new Float32Array(count) };
  if (type === 'int32') return { type, dims, data: new Int32Array(count) };
  if (type === 'int64') return { type, dims, data: new BigInt64Array(count) };
  if (type === 'float16') return { type, dims, data: new Uint16Array(count) };
  return { type, dims, data: new Uint8Array(count) };
}

async function probeAdded(added: AddedModel): Promise<ProbeAnswer> {
  const { manifest, model } = added;
  const black = blankRaster(64, 64, [0, 0, 0]);
  if (manifest.kind === 'encoder') {
    const { length } = await encodePicture({ manifest, model }, black);
    return { outputs: [{ name: manifest.output.name, dims: [length] }] };
  }
  await scorePicture(added, black);
  return { outputs: [{ name: manifest.output.name, dims: [1] }] };
}
