import type { PictureCrop, tensorTypes } from '../contract/index.ts';

/** What one jail is asked to do with the added models it was given. */
export type Task =
  | { readonly task: 'probe'; readonly shipped: readonly ShippedProbe[] }
  /** `whole`: the pictures are crops of one face already, and no face is looked for. */
  | { readonly task: 'score'; readonly whole: boolean }
  | { readonly task: 'encode'; readonly crop: PictureCrop; readonly whole: boolean };

/** A model of models/manifest.json, and the size of a smallest input for each of its inputs. */
export interface ShippedProbe {
  readonly name: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly type: (typeof tensorTypes)[number];
    readonly dims: readonly number[];
  }[];
}

/** The fact `model/<name>`: its outputs for an empty input, or why there are none. */
export type ProbeAnswer =
  | { readonly outputs: readonly { readonly name: string; readonly dims: readonly number[] }[] }
  | { readonly why: string };

/** The fact `picture/<index>` of a bundle. Features are float32, little-endian, in base64. */
export type PictureAnswer =
  | {
      readonly scores: { readonly [model: string]: number };
      readonly refused?: { readonly [model: string]: string };
    }
  | { readonly features: string }
  | { readonly why: string };
