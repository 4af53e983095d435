import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssayError, type Sha256 } from '../src/contract/index.ts';
import { type ModelEntry, readModelManifest } from '../src/inference/index.ts';
import { convertGraph, operations } from './convert/convert.ts';
import { convertFaceFeatures } from './convert/face-features.ts';
import { readTfGraph } from './convert/tfjs.ts';
import { type ModelSource, modelSources } from './sources.ts';

export interface BuiltModel {
  readonly name: string;
  readonly sha256: Sha256;
  /** False: the file was there already, with the right hash. */
  readonly built: boolean;
}

const sha256Of = (bytes: Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('hex');

async function isPresent(path: string, sha256: Sha256): Promise<boolean> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && sha256Of(bytes) === sha256;
}

/** The ONNX bytes of one model. Throws `misconfigured` when its package is missing or not convertible. */
export function convertModel(root: string, source: ModelSource): Uint8Array {
  try {
    if ('file' in source) {
      const file = readFileSync(join(root, 'node_modules', source.package, source.file));
      return source.rewrite?.(file) ?? file;
    }
    const graphOf = (path: string) => readTfGraph(join(root, 'node_modules', source.package, path));
    if ('featuresOf' in source) return convertFaceFeatures(graphOf(source.featuresOf), operations);
    return convertGraph(graphOf(source.graph), source.outputs);
  } catch (cause) {
    const message = `The model ${source.name} cannot be made from ${source.package}: ${cause}. Run \`npm ci\` and try again.`;
    throw new AssayError('misconfigured', message, { cause });
  }
}

async function buildModel(root: string, source: ModelSource, entry: ModelEntry): Promise<BuiltModel> {
  const path = join(root, 'models', entry.file);
  const { name, sha256 } = entry;
  if (await isPresent(path, sha256)) return { name, sha256, built: false };
  const bytes = convertModel(root, source);
  const made = sha256Of(bytes);
  if (made !== sha256) {
    const message = `The model ${name} came out with SHA-256 ${made}, but models/manifest.json pins ${sha256}. Its package is not the version it was pinned with: run \`npm ci\`.`;
    throw new AssayError('misconfigured', message);
  }
  await mkdir(dirname(path), { recursive: true });
  // Two set-ups may run at once: each writes its own file, and both rename to the same bytes.
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, bytes);
  await rename(partial, path);
  return { name, sha256, built: true };
}

/**
 * Makes the models of `models/manifest.json` under `root` (the package root) from the packages they come in. Quick
 * when they are there already. Throws `misconfigured` when a result is not byte for byte the pinned one.
 */
export async function buildModels(root: string): Promise<readonly BuiltModel[]> {
  const { models } = await readModelManifest(join(root, 'models'));
  const results: BuiltModel[] = [];
  for (const source of modelSources) {
    const entry = models.find((m) => m.name === source.name);
    if (entry === undefined)
      throw new AssayError('misconfigured', `models/manifest.json lacks ${source.name}: restore the file.`);
    results.push(await buildModel(root, source, entry));
  }
  return results;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // Built to dist/models/build.js, so the package root is two folders up.
  const results = await buildModels(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
  for (const { name, sha256, built } of results)
    process.stdout.write(`${built ? 'built' : 'kept '} ${name} ${sha256}\n`);
}
