export type PlistAnomalyCode =
  | 'not-plist'
  | 'cut'
  | 'bad-trailer'
  | 'bad-offset'
  | 'bad-object'
  | 'cycle'
  | 'too-deep'
  | 'too-many-objects'
  | 'duplicate-key'
  | 'bad-markup'
  | 'entity-declared'
  | 'bad-value'
  | 'bad-encoding';

/** Bounds shared by the readers of property lists. */
export const plistLimits = {
  depth: 64,
  /** Values, with repeats: a small file can refer to one list a million times. */
  values: 200_000,
  /** Characters of all texts and bytes of all data, with repeats. */
  size: 64 * 1024 * 1024,
} as const;
