import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AddedModelManifest, AssayError, encoderFor } from '../../contract/index.ts';
import { readModelManifest } from '../../inference/index.ts';
import type { Config } from '../config.ts';
import { modelsFolderOf } from '../services/models-folder.ts';
import { parseManifest, readAddedModels, writeWhole } from './added-models.ts';
import { download, MOST_BYTES } from './download.ts';
import { probeModels } from './probe-models.ts';

/** Where a model's bytes come from: a file here, or an address. */
export type Origin =
  | { readonly file: string }
  | { readonly address: string; readonly onBytes?: (bytes: number) => void };

export interface Wanted {
  /** Text of the operator's manifest and the path it was read from. */
  readonly manifest: { readonly text: string; readonly path: string };
  /** The hash that the operator names; else the manifest must. */
  readonly sha256?: string | undefined;
}

/**
 * Puts a model into the data folder, if its bytes have the hash that the operator named and it runs in a jail as its
 * manifest says. Otherwise nothing of it stays. Throws `misconfigured`, `conflict`, `hash-mismatch` or `unprocessable`.
 */
export async function installModel(
  config: Config,
  wanted: Wanted,
  origin: Origin,
): Promise<AddedModelManifest> {
  const sha256 = pinnedHash(wanted);
  const parent = join(config.dataFolder, 'models');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const staging = await mkdtemp(join(parent, '.new-'));
  try {
    const path = join(staging, 'bytes');
    const bytes = await bring(origin, path, wanted);
    await requireHash(path, sha256);
    const manifest = parseManifest(wanted.manifest.text, wanted.manifest.path, { sha256, bytes });
    await requireFree(config, manifest);
    await requireEncoder(config, manifest);
    await rename(path, join(staging, manifest.file));
    await writeWhole(join(staging, 'manifest.json'), manifest);
    await rename(staging, join(parent, manifest.name));
    await requireRunning(config, manifest);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The hash is asked for before a byte is fetched. Two that differ are a mistake, whichever is right. */
function pinnedHash({ manifest, sha256 }: Wanted): string {
  const { data } = AddedModelManifest.options[0].pick({ sha256: true }).strip().safeParse(jsonOf(manifest));
  if (sha256 !== undefined && data !== undefined && data.sha256 !== sha256)
    throw new AssayError(
      'hash-mismatch',
      `--sha256 and ${manifest.path} name different hashes. Find out which is right.`,
    );
  const pinned = sha256 ?? data?.sha256;
  if (pinned === undefined)
    throw new AssayError(
      'bad-request',
      'A model is only added by its SHA-256: give --sha256, from the page of its author, or write it into the manifest.',
    );
  return pinned;
}

function jsonOf({ text, path }: Wanted['manifest']): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AssayError('misconfigured', `${path} is not JSON.`, { cause });
  }
}

async function bring(origin: Origin, path: string, { manifest }: Wanted): Promise<number> {
  if ('file' in origin) {
    const found = await stat(origin.file).catch(() => undefined);
    if (found === undefined || !found.isFile())
      throw new AssayError('not-found', `There is no file ${origin.file}.`);
    if (found.size > MOST_BYTES)
      throw new AssayError('too-large', `${origin.file} is larger than an ONNX file can be.`);
    await copyFile(origin.file, path);
    return found.size;
  }
  const { data } = AddedModelManifest.options[0].pick({ bytes: true }).strip().safeParse(jsonOf(manifest));
  const { onBytes } = origin;
  const mostBytes = data?.bytes ?? MOST_BYTES;
  return (await download(origin.address, path, { mostBytes, ...(onBytes === undefined ? {} : { onBytes }) }))
    .bytes;
}

/** Before anything opens it. */
async function requireHash(path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new AssayError(
      'hash-mismatch',
      `The file has SHA-256 ${found}, not ${sha256}. It was not opened, and nothing was added.`,
    );
}

async function requireFree(config: Config, { name }: AddedModelManifest): Promise<void> {
  const shipped = await readModelManifest(modelsFolderOf(config));
  if (shipped.models.some((model) => model.name === name))
    throw new AssayError('conflict', `Assay ships a model called ${name}. Give yours another name.`);
  const { all } = await readAddedModels(config.dataFolder);
  if (all.some(({ manifest }) => manifest.name === name))
    throw new AssayError(
      'conflict',
      `There is a model called ${name} already. Remove it first: assay models remove ${name}`,
    );
}

async function requireEncoder(config: Config, { input, name }: AddedModelManifest): Promise<void> {
  if (!('encoder' in input)) return;
  const { all } = await readAddedModels(config.dataFolder);
  const manifests = all.map(({ manifest }) => manifest);
  if (encoderFor(input.encoder, manifests) === undefined)
    throw new AssayError(
      'conflict',
      `${name} reads the features of the encoder ${input.encoder.name} (SHA-256 ${input.encoder.sha256.slice(0, 12)}…), which is not there. Add that first.`,
    );
}

/** A model that does not run as its manifest says is taken out again. */
async function requireRunning(config: Config, { name }: AddedModelManifest): Promise<void> {
  const folder = join(config.dataFolder, 'models', name);
  let why: string | undefined;
  try {
    why = (await probeModels(config, { added: [name] })).find((one) => one.name === name)?.trouble;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  if (why === undefined) return;
  await rm(folder, { recursive: true, force: true });
  throw new AssayError('unprocessable', `${name} was not added: ${why}`);
}
