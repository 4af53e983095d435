/** A value found in a text. */
export interface Found {
  readonly kind: 'url' | 'domain' | 'ip' | 'email';
  /** Canonical: lower-case host, punycode, never defanged. */
  readonly value: string;
  readonly subtype?: 'ipv4' | 'ipv6';
  /** As it stands in the text, invisible characters included. */
  readonly reading: string;
  /** UTF-16 offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** `hxxp`, `[.]` and the like were undone. */
  readonly defanged: boolean;
}
