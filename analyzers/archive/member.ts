/** One thing inside an archive, whatever kind of archive it is. */
export interface Member {
  /** A fact to show, never a path to use. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Unpacked size as declared; undefined: not declared. */
  readonly bytes: number | undefined;
  /** Size as it lies in the archive; undefined: shares packed data with others. */
  readonly packedBytes: number | undefined;
  readonly linkTarget?: string | undefined;
  readonly encrypted: boolean;
  /** The unpacked bytes; undefined: no password opens it. Reading throws where the data is broken. */
  readonly open: () => Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** An archive laid open: its members in order, and what is known about the whole. */
export interface OpenArchive {
  readonly format: string;
  readonly members: AsyncIterable<Member>;
  /** What is wrong with the archive itself; complete once the members have been walked. */
  readonly anomalies: () => readonly {
    readonly code: string;
    readonly detail: string;
    readonly entry?: string;
  }[];
}
