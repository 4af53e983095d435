import type { Anomaly, Cms, PlistDict } from '../../src/formats/index.ts';

/** A configuration profile: what it calls itself, what it holds, who signed it. */
export interface Profile {
  readonly dict: PlistDict;
  readonly payloads: readonly Payload[];
  /** True: its payloads are encrypted for one device. */
  readonly locked: boolean;
}

/** One thing that a profile does to a device. */
export interface Payload {
  readonly type: string;
  readonly dict: PlistDict;
}

/** A property list out of its envelope. */
export interface Opened {
  readonly format: 'binary' | 'xml' | 'text';
  readonly dict: PlistDict | undefined;
  /** Undefined: it is not signed. */
  readonly cms: Cms | undefined;
  readonly anomalies: readonly Anomaly[];
}
