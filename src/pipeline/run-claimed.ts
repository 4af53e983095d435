import { randomUUID } from 'node:crypto';
import { mkdir, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunOutcome, Sha256 } from '../contract/index.ts';
import type { RunSpec } from '../library/index.ts';
import type { Jails } from '../sandbox/index.ts';
import type { ByteStore } from '../storage/index.ts';
import type { LoadedAnalyzer } from './plan.ts';

export interface JailedRun {
  readonly analyzer: LoadedAnalyzer;
  readonly subject: Sha256;
  readonly spec: RunSpec;
  readonly signal: AbortSignal;
  readonly onProgress?: (fraction: number, label: string | undefined) => void;
}

/** Where artefacts come from, where they are laid out, and who examines them. */
export interface Bench {
  readonly store: ByteStore;
  readonly jails: Pick<Jails, 'run'>;
  readonly scratch: string;
}

/** Lays an artefact out for a jail, examines it there, and takes in what the jail hands back. Rejects when storage or the jail itself fails. */
export async function runInJail(bench: Bench, run: JailedRun): Promise<RunOutcome> {
  const folder = join(bench.scratch, randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const path = join(folder, run.subject);
    await bench.store.materialise(run.subject, path);
    return await bench.jails.run({
      manifest: run.analyzer.manifest,
      input: { path, sha256: run.subject, bytes: run.spec.bytes, mediaTypes: run.spec.mediaTypes },
      password: run.spec.password,
      config: run.spec.config,
      signal: run.signal,
      onProgress: run.onProgress,
      store: (source) => bench.store.put(source, { maxBytes: run.analyzer.manifest.limits.outputBytes }),
    });
  } finally {
    await clear(folder, run.subject);
  }
}

/** Mostly there is one file; whatever else there may be goes the slow way. */
async function clear(folder: string, file: string): Promise<void> {
  try {
    await unlink(join(folder, file));
    await rmdir(folder);
  } catch {
    await rm(folder, { recursive: true, force: true });
  }
}
