/** What the manifest declares, names completed and references resolved. Plain data: judgements are made on this. */
export interface App {
  readonly package: string;
  readonly versionCode: string | undefined;
  /** With its major part, where it has one. */
  readonly longVersionCode: string | undefined;
  readonly versionName: string | undefined;
  /** A number, or the code name of an unreleased Android. */
  readonly minSdk: string | undefined;
  readonly targetSdk: string | undefined;
  readonly compileSdk: string | undefined;
  readonly split: string | undefined;
  readonly sharedUserId: string | undefined;
  /** As declared by `uses-permission`, without repeats. */
  readonly permissions: readonly UsedPermission[];
  readonly declaredPermissions: readonly { readonly name: string; readonly level: string | undefined }[];
  readonly features: readonly string[];
  readonly applicationClass: string | undefined;
  readonly label: string | undefined;
  /** BCP 47 → label; the default under the empty key. */
  readonly labels: Readonly<Record<string, string>>;
  /** Entries of the APK that the icon leads to, best first. */
  readonly icons: readonly string[];
  readonly debuggable: boolean;
  readonly testOnly: boolean;
  readonly allowBackup: boolean | undefined;
  readonly cleartext: boolean | undefined;
  /** Entry of the network security configuration. */
  readonly networkConfig: string | undefined;
  readonly components: readonly Component[];
  /** Of the app and of its components: keys of services stand here. */
  readonly metaData: readonly MetaData[];
  /** What other apps it asks about (Android 11 and later). */
  readonly queries: Queries;
  /** Package whose resources this one replaces (a runtime overlay); it has no code of its own then. */
  readonly overlayTarget: string | undefined;
}

export interface MetaData {
  readonly name: string;
  readonly value: string;
  /** Component it belongs to; undefined: the app itself. */
  readonly owner?: string;
}

export interface Queries {
  readonly packages: readonly string[];
  readonly actions: readonly string[];
  readonly schemes: readonly string[];
  readonly authorities: readonly string[];
}

export interface UsedPermission {
  readonly name: string;
  /** Of its element in the manifest. */
  readonly offset: number;
  /** `uses-permission-sdk-23` asks only on Android 6 and later. */
  readonly element: string;
}

export type ComponentKind = 'activity' | 'activity-alias' | 'service' | 'receiver' | 'provider';

export interface Component {
  readonly kind: ComponentKind;
  readonly name: string;
  /** As written; undefined: not written. */
  readonly exportedAttribute: boolean | undefined;
  /** Whether other apps can reach it, by Android's defaults where nothing is written. */
  readonly exported: boolean;
  readonly enabled: boolean;
  readonly permission: string | undefined;
  readonly filters: readonly IntentFilter[];
  readonly offset: number;
  /** Of a provider: the names it answers to. */
  readonly authorities?: readonly string[];
  /** Of a provider: whether it may hand single files to other apps. */
  readonly grantsUris?: boolean;
  /** Of a FileProvider: the entry that lists which folders it opens. */
  readonly pathsEntry?: string;
}

export interface IntentFilter {
  readonly actions: readonly string[];
  readonly categories: readonly string[];
  readonly schemes: readonly string[];
  readonly hosts: readonly string[];
  /** Paths, prefixes (ending in `*`) and patterns. */
  readonly paths: readonly string[];
  /** The app claims these links for itself, without asking. */
  readonly verified: boolean;
}
