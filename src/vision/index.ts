export { type CutOptions, cutFace, FACE_SCALE, FACE_SIDE } from './cut-face.ts';
export { detectFaces, type Face } from './detect-faces.ts';
export { describeCrops, scoreFeatures } from './face-features.ts';
export { overlap } from './suppress.ts';
