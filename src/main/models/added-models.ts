import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AddedModelManifest, AssayError, ModelName } from '../../contract/index.ts';

/** `models/state.json`: what the operator switched off, added or shipped. */
const State = z.strictObject({ disabled: z.array(ModelName).max(1000) });

/** One model that an operator added. */
export interface AddedEntry {
  readonly manifest: AddedModelManifest;
  readonly enabled: boolean;
  /** Why it cannot be used, seen without reading the whole file; undefined: nothing seen. */
  readonly trouble: string | undefined;
}

export interface AddedModels {
  /** Holds one folder for each, by name. */
  readonly folder: string;
  /** By name. */
  readonly all: readonly AddedEntry[];
  /** Those that analyzers are given. */
  readonly enabled: readonly AddedModelManifest[];
  readonly switchedOff: ReadonlySet<string>;
}

/**
 * The models that an operator added, from the data folder. Their bytes are not read here: whoever opens one checks its
 * hash. Throws `misconfigured` when a manifest or the state cannot be read.
 */
export async function readAddedModels(dataFolder: string): Promise<AddedModels> {
  const folder = join(dataFolder, 'models');
  const switchedOff = await readState(folder);
  const all: AddedEntry[] = [];
  for (const name of await namesIn(folder)) {
    const manifest = await readManifest(join(folder, name, 'manifest.json'), name);
    const trouble = await troubleOf(join(folder, name, manifest.file), manifest);
    all.push({ manifest, enabled: !switchedOff.has(name), trouble });
  }
  const enabled = all
    .filter((one) => one.enabled && one.trouble === undefined)
    .map(({ manifest }) => manifest);
  return { folder, all, enabled, switchedOff };
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(noneThere([]));
  return entries
    .filter((entry) => entry.isDirectory() && ModelName.safeParse(entry.name).success)
    .map((entry) => entry.name)
    .sort();
}

async function readManifest(path: string, name: string): Promise<AddedModelManifest> {
  const manifest = parseManifest(await readText(path), path);
  if (manifest.name !== name)
    throw new AssayError(
      'misconfigured',
      `${path} is of “${manifest.name}”: its folder must have the same name.`,
    );
  return manifest;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError('misconfigured', `The manifest ${path} cannot be read. ${why}`, { cause });
  }
}

/** Throws `misconfigured`, naming every field that is wrong. `over` stands in place of what the text says. */
export function parseManifest(text: string, path: string, over: object = {}): AddedModelManifest {
  try {
    const parsed = AddedModelManifest.safeParse({
      ...z.record(z.string(), z.unknown()).parse(JSON.parse(text)),
      ...over,
    });
    if (parsed.success) return parsed.data;
    throw new Error(z.prettifyError(parsed.error));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'misconfigured',
      `The manifest ${path} cannot be used:\n${why}\nEvery field is explained in docs/models.md.`,
      { cause },
    );
  }
}

async function troubleOf(path: string, { bytes }: AddedModelManifest): Promise<string | undefined> {
  const found = await stat(path).catch(noneThere(undefined));
  if (found === undefined) return 'its file is missing';
  return found.size === bytes ? undefined : `its file has ${found.size} bytes, not ${bytes}`;
}

async function readState(folder: string): Promise<ReadonlySet<string>> {
  const path = join(folder, 'state.json');
  const text = await readFile(path, 'utf8').catch(noneThere(undefined));
  if (text === undefined) return new Set();
  try {
    return new Set(State.parse(JSON.parse(text)).disabled);
  } catch (cause) {
    throw new AssayError('misconfigured', `${path} cannot be read. Mend or remove it.`, { cause });
  }
}

/** Switches a model off or on, for what starts from now on. */
export async function writeState(dataFolder: string, name: string, enabled: boolean): Promise<void> {
  const folder = join(dataFolder, 'models');
  const disabled = new Set(await readState(folder));
  if (enabled) disabled.delete(name);
  else disabled.add(name);
  await writeWhole(join(folder, 'state.json'), { disabled: [...disabled].sort() });
}

/** Writes JSON beside and renames, so that nobody ever reads half of it. */
export async function writeWhole(path: string, value: object): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`);
  await rename(partial, path);
}

function noneThere<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  };
}
