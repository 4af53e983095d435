import { provenanceAnswers } from '../../data/provenance/answers.ts';
import type { ManifestInput } from '../../src/contract/index.ts';

const relations = ['exhibit', 'extracted-from'] as const;

export const manifest: ManifestInput = {
  name: 'provenance',
  version: '1.0.0',
  summary:
    'Says where a picture, film or sound comes from: signed credentials, traces of generators and editors, how it was compressed.',
  accepts: ['image/*', 'video/*', 'audio/*'].map((mediaType) => ({ mediaType, relations: [...relations] })),
  packages: ['sharp', 'exifr'],
  blindSpots: [
    'Invisible watermarks of generators (SynthID and others): only their makers can read them',
    'Credentials that are not in the file but stored by their signer elsewhere: no server is asked',
    'Whether a signer’s certificate was withdrawn: no server is asked',
    'What a picture shows: whether a scene or face was altered is another analyzer’s matter',
    'An earlier compression of pictures that are not JPEG files (HEIC, AVIF, WebP, PNG), but for the grid of blocks it may have left',
    'Metadata that was removed: most messengers and platforms remove all of it',
  ],
  answers: provenanceAnswers,
  limits: {
    inputBytes: 4 * 1024 ** 3,
    wallSeconds: 120,
    cpuSeconds: 90,
    memoryMiB: 1536,
    outputBytes: 64 * 1024 ** 2,
    workdirMiB: 32,
    children: 0,
  },
};
