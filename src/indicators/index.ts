export { type Amount, findAmounts } from './amounts/find-amounts.ts';
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
export { Effort } from './effort.ts';
export { findIndicators, MAX_TEXT_LENGTH } from './find-indicators.ts';
export type { FindOptions, Found, FoundKind } from './found.ts';
export { type JoinedText, joinLines, type TextLine } from './join-lines.ts';
export { hasLabel } from './labels.ts';
export { toIndicator } from './to-indicator.ts';
