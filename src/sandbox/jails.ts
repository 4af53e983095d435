import type {
  AddedModelManifest,
  Isolation,
  Json,
  Manifest,
  MediaType,
  RunOutcome,
  Sha256,
} from '../contract/index.ts';

/** One run asked of the jails. */
export interface JailRequest {
  readonly manifest: Manifest;
  /** A local file outside the jail; it is hard-linked (else copied) in, read-only. */
  readonly input: {
    readonly path: string;
    readonly sha256: Sha256;
    readonly bytes: number;
    readonly mediaTypes: readonly MediaType[];
  };
  readonly password?: string | undefined;
  readonly config: Json;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number, label: string | undefined) => void) | undefined;
  /** Where evidence and children go. Called with a stream that is already limited by `outputBytes`. */
  readonly store: (
    source: AsyncIterable<Uint8Array>,
  ) => Promise<{ readonly sha256: Sha256; readonly bytes: number }>;
}

/** Runs analyzers where they can be killed. */
export interface Jails extends AsyncDisposable {
  readonly isolation: Isolation;
  /**
   * Never rejects for anything the artefact or the analyzer did: that is a `failed` or `partial` outcome that keeps what
   * was learned. Rejects only when the jail cannot be built at all (`misconfigured`), when the jails are closed before
   * it has ended (`not-ready`: run it again), or when `store` rejects or the input cannot be read.
   */
  run(request: JailRequest): Promise<RunOutcome>;
}

export interface JailsOptions {
  /** The package root: holds dist/, node_modules/ and models/. Mounted read-only, by part. */
  readonly root: string;
  /** Folder with the ONNX models and language data that models/manifest.json names. */
  readonly modelsFolder: string;
  /**
   * Models that an operator added: the folder that holds one folder for each by name, and the manifests of those that
   * are enabled. An analyzer is shown those of the kinds that its manifest takes. Default: none.
   */
  readonly added?: { readonly folder: string; readonly models: readonly AddedModelManifest[] } | undefined;
  readonly isolation: Isolation;
  /** Warm jails kept ready per analyzer: code and models loaded, no artefact yet. 0: none. */
  readonly spares: number;
  /** Folder for per-jail input folders, on the same file system as the store where possible. */
  readonly scratch: string;
  /** Analyzers to keep spares for. */
  readonly manifests: readonly Manifest[];
  /** Folders that hold `<name>/{manifest,index}.js`, looked through in this order. Default: `dist/analyzers`. */
  readonly analyzerFolders?: readonly string[] | undefined;
}
