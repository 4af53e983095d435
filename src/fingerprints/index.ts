export { compareFingerprints, type KindCompared, resemblance } from './compare-fingerprints.ts';
export { tlshDistance } from './compare-tlsh.ts';
export { compareCropHash, cropHash, type GreyPicture } from './crop-hash.ts';
export { differenceHash, hammingDistance, perceptualHash } from './image-hash.ts';
export { type Agreement, type FingerprintKind, fingerprintKinds } from './kinds.ts';
export { layoutHash } from './layout-hash.ts';
export { compareMinHash, type MinHashSketch, minHash, openMinHash, type SetsCompared } from './min-hash.ts';
export { scriptHash } from './script-hash.ts';
export { openTlsh, type TlshDigest, tlsh } from './tlsh.ts';
