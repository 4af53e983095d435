import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddedModelManifest, type Json, Manifest, type RunOutcome } from '../../contract/index.ts';
import { runModelsManifest, type Task } from '../../measure/index.ts';
import { withAdded } from '../../pipeline/index.ts';
import { openJails } from '../../sandbox/index.ts';
import type { Config } from '../config.ts';
import { chooseIsolation } from '../services/choose-isolation.ts';
import { modelsFolderOf } from '../services/models-folder.ts';

/** Jails in which the program of `src/measure` runs these models. */
export interface MeasuringJails extends AsyncDisposable {
  run(input: Uint8Array, task: Task): Promise<RunOutcome>;
}

/** `shipped`: names of models.json to open as well; the face detector always is. */
export async function openMeasuringJails(
  config: Config,
  added: readonly AddedModelManifest[],
  shipped: readonly string[] = [],
): Promise<MeasuringJails> {
  const { isolation } = await chooseIsolation(config);
  const folder = await mkdtemp(join(tmpdir(), 'assay-measure-'));
  const jails = await openJails({
    root: config.root,
    modelsFolder: modelsFolderOf(config),
    added: { folder: join(config.dataFolder, 'models'), models: added },
    isolation,
    spares: 0,
    scratch: join(folder, 'scratch'),
    manifests: [],
    analyzerFolders: [join(config.root, 'dist', 'src', 'measure')],
  });
  const own = Manifest.parse(runModelsManifest);
  const models = [...new Set([...own.models, ...shipped])];
  const { manifest } = withAdded(
    { manifest: { ...own, models }, folder: '', models: {}, versions: {} },
    added,
  );
  let count = 0;
  return {
    async run(input, task) {
      const path = join(folder, `input-${count++}`);
      await writeFile(path, input, { mode: 0o600 });
      try {
        const sha256 = createHash('sha256').update(input).digest('hex');
        const artefact = { path, sha256, bytes: input.length, mediaTypes: [] };
        return await jails.run({
          manifest,
          input: artefact,
          config: task as unknown as Json,
          store: discard,
        });
      } finally {
        await rm(path, { force: true });
      }
    },
    async [Symbol.asyncDispose]() {
      await jails[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It sends no files; what a jail sends all the same is let go. */
async function discard(source: AsyncIterable<Uint8Array>): Promise<{ sha256: string; bytes: number }> {
  let bytes = 0;
  const hash = createHash('sha256');
  for await (const chunk of source) {
    bytes += chunk.length;
    hash.update(chunk);
  }
  return { sha256: hash.digest('hex'), bytes };
}
