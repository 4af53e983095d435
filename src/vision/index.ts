export { detectFaces, type Face } from './detect-faces.ts';
export { overlap } from './suppress.ts';
