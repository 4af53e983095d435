export {
  editDistance,
  type FindLookalike,
  findLookalike,
  glanceOf,
  isOfficialDomain,
  type KnownDomain,
  type Lookalike,
  type LookalikeHow,
  lookalikeFinder,
  mixedScripts,
  skeletonOf,
} from './confusables/index.ts';
export { findIndicators, MAX_TEXT_LENGTH } from './find-indicators.ts';
export type { FindOptions, Found, FoundKind } from './found.ts';
export { toIndicator } from './to-indicator.ts';
