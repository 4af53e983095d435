import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type AddedModelManifest, AssayError, Manifest, type Sha256 } from '../contract/index.ts';
import { withAdded } from './added-models.ts';
import { IDENTIFY } from './choose-analyzers.ts';
import type { LoadedAnalyzer } from './plan.ts';
import { compareText } from './tree.ts';

export interface LoadAnalyzersOptions {
  /** The package root: versions of npm packages are read from its node_modules. */
  readonly root: string;
  /** Folders that hold `<name>/manifest.js` and `<name>/index.js`; one that is not there holds none. */
  readonly folders: readonly string[];
  /** Installed models, name → SHA-256 (models/manifest.json). */
  readonly models: Readonly<Record<string, Sha256>>;
  /** Models that ship and that the operator switched off: analyzers go on without them. */
  readonly switchedOff?: ReadonlySet<string>;
  /** Enabled models that the operator added. */
  readonly added?: readonly AddedModelManifest[];
}

/**
 * Reads the manifest of every analyzer, by name. Only data is read here: their code is loaded in the jail alone.
 * Errors: `misconfigured`, naming the folder and what to fix.
 */
export async function loadAnalyzers(options: LoadAnalyzersOptions): Promise<readonly LoadedAnalyzer[]> {
  const found = (await Promise.all(options.folders.map(listFolders))).flat();
  const manifests = await Promise.all(found.map(readManifest));
  refuseDuplicates(manifests);
  const versionOf = versions(options.root);
  const loaded = await Promise.all(
    manifests.map(async ({ manifest: whole, folder }) => {
      const manifest = withoutOff(whole, options.switchedOff);
      const models = modelsOf(manifest, folder, options.models);
      const loadable = { manifest, folder, models, versions: await versionOf(manifest, folder) };
      return withAdded(loadable, options.added ?? []);
    }),
  );
  if (!loaded.some(({ manifest }) => manifest.name === IDENTIFY)) {
    const where = options.folders.join(', ');
    throw misconfigured(where, `there is no analyzer called ${IDENTIFY}. Build Assay first: npm run build.`);
  }
  return loaded.sort((a, b) => compareText(a.manifest.name, b.manifest.name));
}

async function listFolders(parent: string): Promise<{ parent: string; name: string }[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => ({ parent, name: entry.name }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

interface Found {
  readonly manifest: Manifest;
  readonly folder: string;
}

async function readManifest({ parent, name }: { parent: string; name: string }): Promise<Found> {
  const folder = join(parent, name);
  await Promise.all(['manifest.js', 'index.js'].map((file) => requireFile(folder, file)));
  const module: unknown = await import(pathToFileURL(join(folder, 'manifest.js')).href);
  const { manifest } = z.object({ manifest: z.unknown() }).parse(module);
  const parsed = Manifest.safeParse(manifest);
  if (!parsed.success) {
    throw misconfigured(folder, `its manifest is not valid:\n${z.prettifyError(parsed.error)}`);
  }
  if (parsed.data.name !== name) {
    throw misconfigured(folder, `its manifest says “${parsed.data.name}”. Give both the same name.`);
  }
  return { manifest: parsed.data, folder };
}

async function requireFile(folder: string, file: string): Promise<void> {
  await access(join(folder, file)).catch(() => {
    throw misconfigured(folder, `it has no ${file}. Add it, or move the folder elsewhere.`);
  });
}

function refuseDuplicates(found: readonly Found[]): void {
  const folders = new Map<string, string>();
  for (const { manifest, folder } of found) {
    const other = folders.get(manifest.name);
    if (other !== undefined) {
      throw misconfigured(folder, `${other} has an analyzer of the same name. Rename or remove one.`);
    }
    folders.set(manifest.name, folder);
  }
}

function withoutOff(manifest: Manifest, off: ReadonlySet<string> = new Set()): Manifest {
  return { ...manifest, models: manifest.models.filter((name) => !off.has(name)) };
}

function modelsOf(
  manifest: Manifest,
  folder: string,
  installed: Readonly<Record<string, Sha256>>,
): Record<string, Sha256> {
  return Object.fromEntries(
    manifest.models.map((model) => {
      const sha256 = installed[model];
      if (sha256 !== undefined) return [model, sha256];
      throw misconfigured(folder, `it needs the model “${model}”, which models/manifest.json does not name.`);
    }),
  );
}

type VersionsOf = (manifest: Manifest, folder: string) => Promise<Record<string, string>>;

/** Looks each program and package up once, however many analyzers use it. */
function versions(root: string): VersionsOf {
  const known = new Map<string, Promise<string>>();
  const once = (key: string, look: () => Promise<string>): Promise<string> => {
    const version = known.get(key) ?? look();
    known.set(key, version);
    return version;
  };
  return async (manifest, folder) => {
    const wanted = [
      ...manifest.programs.map((name) => [`program:${name}`, () => programVersion(name, folder)] as const),
      ...manifest.packages.map((name) => [`npm:${name}`, () => packageVersion(root, name, folder)] as const),
      // Data of two languages comes from Debian's packages, and may be missing: results depend on it as on a package.
      ...(manifest.packages.some((name) => name.startsWith('@tesseract.js-data/'))
        ? [['data:languages', () => languagesVersion(root)] as const]
        : []),
    ];
    return Object.fromEntries(
      await Promise.all(wanted.map(async ([key, look]) => [key, await once(key, look)] as const)),
    );
  };
}

async function programVersion(name: string, folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(name, ['-version'], { timeout: 10_000 });
    return stdout.split('\n')[0]?.trim() ?? '';
  } catch {
    throw misconfigured(folder, `it needs ${name}, which does not start here. Install it (Debian: ffmpeg).`);
  }
}

async function packageVersion(root: string, name: string, folder: string): Promise<string> {
  try {
    const text = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8');
    return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
  } catch {
    throw misconfigured(folder, `it needs the npm package ${name}, which is not installed. Run npm ci.`);
  }
}

/** SHA-256 over the language data that set-up laid out, or `missing`. */
async function languagesVersion(root: string): Promise<string> {
  const folder = join(root, 'data/languages/built');
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((name) => name.endsWith('.traineddata.gz')).sort();
  if (files.length === 0) return 'missing';
  const hash = createHash('sha256');
  for (const name of files) hash.update(`${name}\n`).update(await readFile(join(folder, name)));
  return hash.digest('hex');
}

function misconfigured(folder: string, why: string): AssayError {
  return new AssayError('misconfigured', `The analyzer in ${folder} cannot be used: ${why}`);
}
