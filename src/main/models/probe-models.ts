import { z } from 'zod';
import { chooseAdded, type RunOutcome } from '../../contract/index.ts';
import { type ModelEntry, readModelManifest } from '../../inference/index.ts';
import type { ShippedProbe } from '../../measure/index.ts';
import type { Config } from '../config.ts';
import { modelsFolderOf } from '../services/models-folder.ts';
import { readAddedModels } from './added-models.ts';
import { openMeasuringJails } from './measuring-jails.ts';

/** What came of running one model on an empty input in a jail. */
export interface Probed {
  readonly name: string;
  /** Why it cannot be used; undefined: it opened, ran and gave finite numbers of the shapes it should. */
  readonly trouble: string | undefined;
}

/** A size that every network with a free dimension takes (PP-OCR halves it five times). */
const FREE = 64;

const Answer = z.union([
  z.strictObject({
    outputs: z.array(z.strictObject({ name: z.string(), dims: z.array(z.number()) })),
  }),
  z.strictObject({ why: z.string() }),
]);

/** Opens and runs these models, all in one jail. Those that ship are named by `shipped`, those of the operator by `added`. */
export async function probeModels(
  config: Config,
  names: { readonly shipped?: readonly string[]; readonly added?: readonly string[] },
): Promise<readonly Probed[]> {
  const entries = (await readModelManifest(modelsFolderOf(config))).models.filter((entry) =>
    names.shipped?.includes(entry.name),
  );
  const manifests = (await readAddedModels(config.dataFolder)).all.map(({ manifest }) => manifest);
  const wanted = chooseAdded(['face-score', 'image-score', 'encoder'], manifests).filter(({ manifest }) =>
    names.added?.includes(manifest.name),
  );
  const given = wanted.flatMap(({ manifest, encoder }) =>
    encoder === undefined ? [manifest] : [manifest, encoder],
  );
  const unique = [...new Map(given.map((one) => [one.name, one])).values()];
  await using jails = await openMeasuringJails(
    config,
    unique,
    entries.map(({ name }) => name),
  );
  const outcome = await jails.run(Buffer.alloc(1), { task: 'probe', shipped: entries.map(probeOf) });
  const missing = (names.added ?? []).filter(
    (name) => !wanted.some(({ manifest }) => manifest.name === name),
  );
  return [
    ...entries.map((entry) => ({ name: entry.name, trouble: troubleOf(outcome, entry.name, entry) })),
    ...wanted.map(({ manifest }) => ({ name: manifest.name, trouble: troubleOf(outcome, manifest.name) })),
    ...missing.map((name) => ({ name, trouble: 'the encoder that it needs is not there' })),
  ];
}

function probeOf({ name, inputs }: ModelEntry): ShippedProbe {
  return {
    name,
    inputs: inputs.map((input) => ({
      name: input.name,
      type: input.type,
      dims: input.dims.map((dim, i) => dim ?? (i === 0 ? 1 : FREE)),
    })),
  };
}

function troubleOf(outcome: RunOutcome, name: string, entry?: ModelEntry): string | undefined {
  const refused = outcome.coverage.notExamined.find(({ what }) => what.endsWith(` ${name} would see`));
  if (refused !== undefined) return refused.detail;
  const answer = Answer.safeParse(outcome.result.facts[`model/${name}`]).data;
  if (answer === undefined) return `the jail ended before it was run: ${outcome.detail ?? outcome.status}`;
  if ('why' in answer) return answer.why;
  return entry === undefined ? undefined : shapeTrouble(entry, answer.outputs);
}

/** Outputs that the manifest names must be there, with the dimensions it fixes. */
function shapeTrouble(
  { outputs }: ModelEntry,
  found: readonly { readonly name: string; readonly dims: readonly number[] }[],
): string | undefined {
  for (const wanted of outputs) {
    const output = found.find(({ name }) => name === wanted.name);
    if (output === undefined) return `it has no output ${wanted.name}`;
    const fits =
      output.dims.length === wanted.dims.length &&
      wanted.dims.every((dim, i) => dim === null || dim === output.dims[i]);
    if (!fits) return `its output ${wanted.name} is ${output.dims.join(' × ')}, not as the manifest says`;
  }
  return undefined;
}
