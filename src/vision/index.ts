export { isInconclusive, likelihoodRatio } from '../inference/index.ts';
export { type CutOptions, cutFace, FACE_SCALE, FACE_SIDE } from './cut-face.ts';
export { detectFaces, type Face } from './detect-faces.ts';
export { describeCrops, scoreFeatures } from './face-features.ts';
export { cutPart, prepareInput } from './prepare-input.ts';
export { readFeatures, readOutput } from './read-output.ts';
export { type AddedScore, encodePicture, scorePicture } from './score-picture.ts';
export { overlap } from './suppress.ts';
