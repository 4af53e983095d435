import type { IndicatorKind } from '../contract/index.ts';
import type { Effort } from './effort.ts';

/** Kinds that can be read in a text. The others (files, certificates…) are not found by reading. */
export type FoundKind = Exclude<
  IndicatorKind,
  'file' | 'certificate' | 'fuzzy-hash' | 'service-key' | 'team-id'
>;

/** A value found in a text. */
export interface Found {
  readonly kind: FoundKind;
  /** Canonical: lower-case host, punycode, E.164, no spaces, never defanged. */
  readonly value: string;
  /** `btc`, `telegram`, `iban`, `whatsapp`, `ipv4`…: see the room's README. */
  readonly subtype?: string;
  /** As it stands in the text, invisible characters included. */
  readonly reading: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** `hxxp`, `[.]` and the like were undone. */
  readonly defanged: boolean;
  /** Checksum or syntax. Left out: `valid`, for the syntax of links and addresses leaves no doubt. */
  readonly check?: 'valid' | 'repaired' | 'invalid' | 'none';
  /** Percent: how sure it is that the value is what its kind says, given that the text was read rightly. Left out: 100. */
  readonly confidence?: number;
  /** `proposed`: of a kind that leads to money or people and not known to be public. Left out: `observed`. */
  readonly standing?: 'observed' | 'proposed';
  /** Looks like a victim's own: a payment card. */
  readonly sensitive?: boolean;
  /** What it was recognised by, in words. */
  readonly how?: string;
}

/** How a text is to be read. */
export interface FindOptions {
  /** BCP 47 languages of the text, most likely first (`pt`, `zh-Hant`). Left out: guessed from script and small words. */
  readonly languages?: readonly string[];
  /** ISO 3166 countries for numbers without their country code, before those that the language suggests. */
  readonly regions?: readonly string[];
  /** `code`: strings of programs, where `@word`, long numbers and dotted names mean other things. Default `prose`. */
  readonly mode?: 'prose' | 'code';
  /** The text was recognised from a picture: misread characters are tried, and checked. */
  readonly ocr?: boolean;
  /** A budget shared by several texts of one file, and asked afterwards whether it ended. Left out: one of its own. */
  readonly effort?: Effort;
}
