/** One file of an app, wherever its container keeps it. */
export interface AppFile {
  /** Name of the entry in its container, for locations in the report: a fact, never a path to use on a disk. */
  readonly path: string;
  /**
   * The same without what stands before the app's own root: the whole name in an APK (`assets/a.js`), what follows
   * `Payload/<name>.app/` in an IPA (`Pandora/apps/a.js`). Detectors match on this.
   */
  readonly inner: string;
  /** Unpacked size as declared: it may lie. */
  readonly bytes: number;
}

export interface AppFileContent {
  readonly bytes: Buffer;
  /** False: cut at the limit, or the data broke early. */
  readonly complete: boolean;
}

/**
 * The files of one app, whatever its platform: what `src/apps` reads instead of a ZIP. One per app; files of several
 * parts (splits) may be listed together. Neither call throws for what the bytes say.
 */
export interface AppFiles {
  readonly platform: 'android' | 'ios';
  /** Every file, no folders, in the order of the container. Names may repeat. */
  readonly files: readonly AppFile[];
  /** The unpacked content, at most `maxBytes` of it. */
  open(file: AppFile, maxBytes: number): Promise<AppFileContent>;
}
