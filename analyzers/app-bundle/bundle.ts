import type { Anomaly } from '../../src/formats/index.ts';

export type BundleKind = 'XAPK' | 'APKS' | 'APKM' | 'AAB';

/** One part of an app: an APK of a bundle, or a module of an AAB. */
export interface Part {
  /** Entry that holds it. */
  readonly path: string;
  readonly bytes: number;
  /** `base`, or the name of the split. Undefined: it has no manifest that could be read. */
  readonly role: string | undefined;
  readonly declared: Declared | undefined;
  /** SHA-256 of the signers' certificates, sorted. */
  readonly signers: readonly string[];
  /** Why it could not be read. */
  readonly why: string | undefined;
}

/** What the manifest of a part declares. */
export interface Declared {
  readonly package: string;
  readonly split: string | undefined;
  readonly versionCode: string | undefined;
  readonly versionName: string | undefined;
  readonly minSdk: string | undefined;
  readonly targetSdk: string | undefined;
  readonly permissions: readonly string[];
  /** BCP 47 → label; the default under the empty key. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What the list inside the bundle says about it: a claim, made by whoever packed it. */
export interface Listing {
  readonly path: string;
  readonly package: string | undefined;
  readonly versionCode: string | undefined;
  readonly versionName: string | undefined;
  readonly label: string | undefined;
  readonly permissions: readonly string[];
  readonly parts: readonly string[];
}

export interface Bundle {
  readonly kind: BundleKind;
  readonly parts: readonly Part[];
  readonly listing: Listing | undefined;
  /** Expansion files (OBB), by entry name. */
  readonly expansions: readonly string[];
  readonly anomalies: readonly Anomaly[];
  readonly bundletool: string | undefined;
}
