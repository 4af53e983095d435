import type { Anomaly } from '../anomaly.ts';
import type { CodeSignature } from './code-signature.ts';

export type MachAnomalyCode =
  | 'not-macho'
  | 'fat-header'
  | 'slice-range'
  | 'too-many-slices'
  | 'command-size'
  | 'command-count'
  | 'section-range'
  | 'section-budget'
  | 'signature-range'
  | 'signature-blob';

/** A Mach-O file (loader.h and fat.h of Apple's xnu): one program, or one per kind of processor. */
export interface MachO {
  readonly fat: boolean;
  readonly images: readonly MachImage[];
  readonly anomalies: readonly Anomaly<MachAnomalyCode>[];
}

export interface MachImage {
  /** `arm64`, `armv7`, `x86_64`…; `cpu <type>/<subtype>` where unknown. */
  readonly cpu: string;
  readonly bits: 32 | 64;
  /** `executable`, `dylib`, `bundle`… */
  readonly kind: string;
  readonly flags: number;
  /** Where it lies in the file, bytes. */
  readonly offset: number;
  readonly size: number;
  readonly uuid: string | undefined;
  /** Oldest system it runs on, `12.0`. */
  readonly minimumOs: string | undefined;
  readonly sdk: string | undefined;
  readonly libraries: readonly string[];
  readonly rpaths: readonly string[];
  /** Of bytes encrypted by the App Store (FairPlay); their strings cannot be read. */
  readonly encrypted: { readonly offset: number; readonly size: number } | undefined;
  readonly sections: readonly MachSection[];
  readonly signature: CodeSignature | undefined;
}

export interface MachSection {
  readonly segment: string;
  readonly name: string;
  /** Absolute in the file. */
  readonly offset: number;
  readonly size: number;
}

/** Bounds of the reader. */
export const machLimits = { slices: 32, commands: 20_000, sections: 5000 } as const;
