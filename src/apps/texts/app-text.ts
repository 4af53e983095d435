import type { Location } from '../../contract/index.ts';

/** Where in an app a text comes from: its own words, its code, or something a library brought along. */
export type TextOrigin = 'manifest' | 'resource' | 'code' | 'script' | 'native' | 'asset' | 'signature';

/** A piece of text found in an app, before anything is looked for in it. */
export interface AppText {
  readonly text: string;
  readonly location: Location;
  /** How it was read, in words: "DEX string", "Hermes string table", "base64 in app-service.js". */
  readonly how: string;
  readonly origin: TextOrigin;
  /** The key, attribute or resource name that carries it, where it has one. */
  readonly name?: string;
  /** The class (dotted) whose code uses it, where known: tells the app's own code from a library's. */
  readonly owner?: string;
}
