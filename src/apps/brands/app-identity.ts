/** What an app says it is, and who vouches for that. */
export interface AppIdentity {
  readonly platform: 'android' | 'ios';
  /** Package name or bundle id. */
  readonly id: string;
  /** In all languages, each once. */
  readonly labels: readonly string[];
  /** SHA-256 of the certificates of signers whose signatures hold for the whole file. Empty: none does, or none is known. */
  readonly signers: readonly string[];
  /** Perceptual hash of the icon (`perceptualHash`), where one could be drawn. */
  readonly iconHash?: string | undefined;
}

/** An icon that a unit knows as a brand's own. */
export interface BrandIcon {
  /** Id in `data/brands`, or any name. */
  readonly brand: string;
  /** Perceptual hash, 64 bits as hex. */
  readonly hash: string;
}
