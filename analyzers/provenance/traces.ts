import type {
  Exif,
  FoundStore,
  IsoBoxes,
  Jpeg,
  JpegPayloads,
  Movie,
  Png,
  WebmInfo,
  Xmp,
} from '../../src/formats/index.ts';

/** A text that some program left in a file. Untrusted: it is quoted, never followed. */
export interface Note {
  /** In words: `EXIF Software`, `PNG text “parameters”`. */
  readonly place: string;
  /** Lower case, without prefix: `software`, `parameters`. */
  readonly key: string;
  readonly text: string;
}

/** All that the structure of a file tells, before anything is judged. */
export interface Traces {
  readonly form: 'jpeg' | 'png' | 'riff' | 'boxes' | 'ebml' | 'mp3' | 'tiff' | 'other';
  readonly notes: readonly Note[];
  readonly exif: Exif | undefined;
  readonly xmp: readonly Xmp[];
  readonly store: FoundStore | undefined;
  readonly jpeg?: { readonly file: Jpeg; readonly payloads: JpegPayloads };
  readonly png?: Png;
  readonly boxes?: IsoBoxes;
  readonly movie?: Movie;
  readonly webm?: WebmInfo;
  /** Bytes after the end that the format declares. */
  readonly trailing: { readonly offset: number; readonly bytes: number } | undefined;
  /** What was looked at, for the coverage. */
  readonly examined: readonly string[];
  readonly unread: readonly Unread[];
  /** True: reading stopped early, so that what was not found may still be there. */
  readonly partly?: boolean;
}

export interface Unread {
  readonly what: string;
  readonly why: string;
  /** Given where a limit of ours is the reason; otherwise the file is. */
  readonly reason?: 'not-run';
}

export const noTraces: Traces = {
  form: 'other',
  notes: [],
  exif: undefined,
  xmp: [],
  store: undefined,
  trailing: undefined,
  examined: [],
  unread: [],
};

const MAX_NOTE = 64 * 1024;

export function note(place: string, key: string, text: string): Note[] {
  const clean = text.slice(0, MAX_NOTE).trim();
  return clean === '' ? [] : [{ place, key: key.toLowerCase(), text: clean }];
}

/** A text of the file as it is shown: control characters made visible, cut. */
export function quote(text: string, max = 200): string {
  const shown = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '\ufffd');
  return `“${shown.length > max ? `${shown.slice(0, max)}…` : shown}”`;
}
