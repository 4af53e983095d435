import type { Sign } from '../../../data/android/behaviours.ts';
import type { Anomaly } from '../../../src/formats/index.ts';
import type { TextStore } from './text-store.ts';

/** A place in the code. `library`: the public library whose code it is; undefined: the app's own, or renamed. */
export interface CodeSite {
  readonly class: string;
  /** Empty: the class as a whole. */
  readonly method: string;
  readonly entry: string;
  readonly library: string | undefined;
}

/** Where a sign was seen: how often, and some of the places, the app's own first. */
export interface Sighting {
  own: number;
  inLibraries: number;
  readonly ownSites: CodeSite[];
  readonly librarySites: CodeSite[];
}

/** One program (DEX): counts as its header declares them, whatever of it is really there. */
export interface Program {
  readonly entry: string;
  readonly version: string;
  readonly bytes: number;
  readonly strings: number;
  readonly types: number;
  readonly protos: number;
  readonly fields: number;
  readonly methods: number;
  readonly classes: number;
  /** Counted in its classes, abstract and native ones too. */
  readonly methodsDefined: number;
  readonly checksumHolds: boolean;
  readonly signatureHolds: boolean;
}

/** Everything that was learned from the program code of one app. Bounded, whatever the size of the code. */
export interface AppCode {
  readonly programs: Program[];
  readonly anomalies: { readonly entry: string; readonly all: readonly Anomaly[] }[];
  readonly sightings: Map<Sign, Sighting>;
  /** Dotted, in the order of the files. */
  readonly classNames: Set<string>;
  /** Methods of Android and Java that are called: `Landroid/app/Activity;->finish()V`. */
  readonly apiCalls: Set<string>;
  /** Library → number of its classes. */
  readonly libraries: Map<string, number>;
  /** What the build tools wrote about themselves: `~~R8{…}`. */
  readonly builders: Set<string>;
  readonly texts: TextStore;
  /** Bytes behind the declared end of a program. */
  readonly appended: { readonly entry: string; readonly offset: number; readonly bytes: number }[];
  /** Entries named like a program that are none: `kind` says what they are. */
  readonly others: { readonly entry: string; readonly kind: string; readonly bytes: number }[];
  /** False: some program, or part of one, could not be read. */
  complete: boolean;
}
