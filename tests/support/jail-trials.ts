import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Isolation, Manifest, type RunOutcome } from '../../src/contract/index.ts';
import { type JailRequest, type Jails, openJails } from '../../src/sandbox/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const limits = {
  inputBytes: 1024 * 1024,
  wallSeconds: 20,
  cpuSeconds: 10,
  memoryMiB: 256,
  outputBytes: 16 * 1024 * 1024,
  workdirMiB: 16,
  children: 3,
};

/** The manifest of one of the analyzers under tests/support/analyzers. */
export function trialManifest(
  name: string,
  changes: Partial<typeof limits> = {},
  rest: Partial<Manifest> = {},
): Manifest {
  const summary = 'Exists to try the jail.';
  return Manifest.parse({
    name,
    version: '1.0.0',
    summary,
    accepts: [],
    ...rest,
    limits: { ...limits, ...changes },
  });
}

export interface Trials extends AsyncDisposable {
  readonly jails: Jails;
  /** A folder of this test's own, where nothing of a jail may appear. */
  readonly folder: string;
  readonly scratch: string;
  /** What `store` was given and kept, by hash. */
  readonly stored: ReadonlyMap<string, Buffer>;
  /** Runs an analyzer on an artefact of these bytes. */
  attempt(manifest: Manifest, artefact?: string | Buffer, rest?: Partial<JailRequest>): Promise<RunOutcome>;
}

/** Jails that know the trial analyzers, over a folder that is removed afterwards. Needs dist/. */
export async function openTrials(
  options: { isolation?: Isolation; spares?: number; manifests?: readonly Manifest[] } = {},
): Promise<Trials> {
  const { isolation = 'bubblewrap', spares = 0, manifests = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'assay-jails-'));
  const scratch = join(folder, 'scratch');
  const analyzerFolders = [join(root, 'tests/support/analyzers')];
  const modelsFolder = join(root, 'models');
  const jails = await openJails({
    root,
    modelsFolder,
    isolation,
    spares,
    scratch,
    manifests,
    analyzerFolders,
  });
  const stored = new Map<string, Buffer>();
  let count = 0;
  return {
    jails,
    folder,
    scratch,
    stored,
    async attempt(manifest, artefact = 'artefact', rest = {}) {
      const path = join(folder, `artefact-${count++}`);
      writeFileSync(path, artefact, { mode: 0o400 });
      const bytes = readFileSync(path);
      const input = { path, sha256: sha256(bytes), bytes: bytes.length, mediaTypes: [] };
      const store = (source: AsyncIterable<Uint8Array>) => keep(source, stored);
      return jails.run({ manifest, input, config: null, store, ...rest });
    },
    async [Symbol.asyncDispose]() {
      await jails[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function keep(source: AsyncIterable<Uint8Array>, stored: Map<string, Buffer>) {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  stored.set(sha256(bytes), bytes);
  return { sha256: sha256(bytes), bytes: bytes.length };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
