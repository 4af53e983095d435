export { differenceHash, hammingDistance, perceptualHash } from './image-hash.ts';
