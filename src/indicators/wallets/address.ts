/** A wallet address that a network's rules accept. */
export interface Address {
  /** Canonical form; letters keep their case where it carries the checksum. */
  readonly value: string;
  /** `btc`, `eth`, `tron`, `sol`, `xrp`, `ltc`, `doge`, `bch`, `xmr`, `ton`, `ada`, `dash`, `zec`, `xlm`. */
  readonly subtype: string;
  /** `valid`: a checksum fits. `none`: the form has none. `invalid`: it has one, and it does not fit. */
  readonly check: 'valid' | 'none' | 'invalid';
}

/** Says whether a token is an address of its network. Bounded by the token's length, which callers keep under 200. */
export type ReadAddress = (token: string) => Address | undefined;
