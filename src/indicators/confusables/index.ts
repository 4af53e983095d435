export { editDistance } from './edit-distance.ts';
export {
  type FindLookalike,
  type KnownDomain,
  type Lookalike,
  type LookalikeHow,
  lookalikeFinder,
} from './find-lookalike.ts';
export { findLookalike, isOfficialDomain } from './known-domains.ts';
export { glanceOf, mixedScripts, skeletonOf } from './skeleton.ts';
