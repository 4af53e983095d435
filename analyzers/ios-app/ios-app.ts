import type { AppFile, AppFiles } from '../../src/apps/index.ts';
import type { Anomaly, MachImage, MobileProvision, PlistDict } from '../../src/formats/index.ts';

/** An iOS app laid open. Plain data: judgements are made on this. */
export interface IosApp {
  /** `Payload/<name>.app/`. */
  readonly root: string;
  /** Further app folders beside it. */
  readonly otherRoots: readonly string[];
  readonly files: AppFiles;
  readonly info: Info | undefined;
  readonly provision: MobileProvision | undefined;
  readonly bundles: readonly NestedBundle[];
  readonly anomalies: readonly { readonly part: string; readonly all: readonly Anomaly[] }[];
  /** What could not be read, and why. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

/** What Info.plist declares. */
export interface Info {
  readonly dict: PlistDict;
  /** As packed: the signature vouches for these bytes. */
  readonly bytes: Buffer;
  readonly bundleId: string | undefined;
  readonly executable: string | undefined;
  readonly name: string | undefined;
  readonly displayName: string | undefined;
  readonly version: string | undefined;
  readonly build: string | undefined;
  readonly minimumOs: string | undefined;
  readonly urlSchemes: readonly string[];
  readonly queriedSchemes: readonly string[];
  readonly transport: Transport | undefined;
  /** Language → name shown on the home screen; the default under the empty key. */
  readonly names: Readonly<Record<string, string>>;
  /** Key → language → the app's reason, as shown to the user. */
  readonly reasons: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** App Transport Security: where the app may talk without encryption. */
export interface Transport {
  readonly allowsArbitrary: boolean;
  readonly allowsArbitraryInWeb: boolean;
  readonly exceptions: readonly { readonly domain: string; readonly insecure: boolean }[];
}

/** A framework, extension, watch app or app clip inside the app. */
export interface NestedBundle {
  readonly kind: 'framework' | 'extension' | 'watch-app' | 'app-clip' | 'bundle';
  readonly path: string;
  readonly bundleId: string | undefined;
  readonly executable: AppFile | undefined;
  /** Where an extension hooks into the system, `com.apple.widget-extension`. */
  readonly extensionPoint: string | undefined;
}

/** A program of the app, read. */
export interface Binary {
  readonly file: AppFile;
  readonly main: boolean;
  readonly images: readonly MachImage[];
  readonly anomalies: readonly Anomaly[];
}
