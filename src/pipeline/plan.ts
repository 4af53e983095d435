import type { AddedModelManifest, Json, Manifest, Sha256 } from '../contract/index.ts';

/** An analyzer that is installed: its manifest and everything else its output depends on. */
export interface LoadedAnalyzer {
  readonly manifest: Manifest;
  /** Folder that holds its built manifest.js and index.js. */
  readonly folder: string;
  /** Model name → SHA-256, of the models its manifest names. */
  readonly models: Readonly<Record<string, Sha256>>;
  /** Versions of outside programs and npm packages: `program:ffmpeg`, `npm:sharp`. */
  readonly versions: Readonly<Record<string, string>>;
}

/** How far a submission's tree is followed. Reaching a limit is said in the report's `notExamined`. */
export interface TreeLimits {
  /** Exhibits have depth 0. Children deeper than this are not examined. */
  readonly maxDepth: number;
  /** Most artefacts found inside exhibits that are examined in one submission. */
  readonly maxChildren: number;
  /** Most bytes of artefacts, exhibits included, that are examined in one submission. */
  readonly maxTreeBytes: number;
}

export const DEFAULT_TREE_LIMITS: TreeLimits = {
  maxDepth: 6,
  maxChildren: 500,
  maxTreeBytes: 8 * 1024 ** 3,
};

/** What examining needs to know besides the submission itself. Built once at start by `main`. */
export interface Plan {
  readonly analyzers: readonly LoadedAnalyzer[];
  readonly limits: TreeLimits;
  /** Enabled models that an operator added, and the folder that holds one folder for each. */
  readonly added?: { readonly folder: string; readonly models: readonly AddedModelManifest[] };
  /** Version of Assay, for `Report.producer`. */
  readonly producerVersion: string;
  /** A unit's own configuration of an analyzer (part of the cache key); null where it has none. */
  readonly configOf?: (unitId: string, analyzer: string) => Json;
}

/** Structured log as pino has it. Never given claimed names, passwords or file contents. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Subscribes to a NOTIFY channel of the database; reconnects by itself. `main` binds it to `listen` of the library. */
export type Listen = (channel: string, onNotify: (payload: string) => void) => Promise<AsyncDisposable>;
