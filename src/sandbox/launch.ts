import type { AddedModelManifest, Isolation, Manifest } from '../contract/index.ts';

/** Everything that starting a jail depends on; found out once, when the jails are opened. */
export interface Plan {
  readonly isolation: Isolation;
  readonly root: string;
  readonly modelsFolder: string;
  /** Models that an operator added: a folder with one folder for each, and those that are enabled. */
  readonly added: { readonly folder: string; readonly models: readonly AddedModelManifest[] };
  readonly analyzerFolders: readonly string[];
  /** Absolute paths of the programs that hold and limit a jail; undefined: not there. */
  readonly bwrap: string | undefined;
  readonly prlimit: string | undefined;
  readonly setpriv: string | undefined;
  /** False where a container masks /proc so that no other can be mounted. */
  readonly mountsProc: boolean;
  /** Files that hold the seccomp filters, for analyzers that start programs and those that do not. */
  readonly filters: { readonly forking: string; readonly plain: string } | undefined;
}

/** A command line for one jail, and where things are as seen by what runs in it. */
export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** File to be open as descriptor 4. */
  readonly filter: string | undefined;
  readonly inside: {
    readonly artefacts: string;
    readonly workdir: string;
    readonly modelsFolder: string;
    readonly addedFolder: string;
    readonly analyzer: string;
  };
}

/** Makes the command line for one jail. `folder` is its own, outside: `in/` below it gets the artefact. */
export type MakeLaunch = (plan: Plan, manifest: Manifest, analyzerFolder: string, folder: string) => Launch;

/** Nothing of the worker's environment. Threads are few: each costs memory that the limits count. */
export function bareEnvironment(workdir: string): Record<string, string> {
  return { HOME: workdir, TMPDIR: workdir, LANG: 'C.UTF-8', TZ: 'UTC', UV_THREADPOOL_SIZE: '2' };
}

export function mayFork(manifest: Manifest): boolean {
  return manifest.programs.length > 0;
}
