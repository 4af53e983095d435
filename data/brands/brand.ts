/** What a brand's business is. */
export type Sector =
  | 'exchange'
  | 'broker'
  | 'trading-platform'
  | 'wallet'
  | 'bank'
  | 'payment'
  | 'messaging'
  | 'social'
  | 'shop'
  | 'delivery'
  | 'media'
  | 'government'
  | 'police'
  | 'security';

/** A name that fake apps and sites use, and what is publicly known to be its owner's. A missing list is unknown, not empty. */
export interface Brand {
  /** Stable key, kebab-case. */
  readonly id: string;
  /** As its owner writes it. */
  readonly name: string;
  readonly sector: Sector;
  /** Other names, among them those in other scripts. */
  readonly names?: readonly string[];
  /** Application ids of its Android apps. */
  readonly android?: readonly string[];
  /** Bundle ids of its iOS apps. */
  readonly ios?: readonly string[];
  /** Registrable domains. */
  readonly domains?: readonly string[];
  /** SHA-256 of certificates that sign its Android apps, lower-case hex. Only where published. */
  readonly signers?: readonly string[];
  /** Short key of the sources in README.md that the ids, domains and signers were read from. */
  readonly source: string;
}
