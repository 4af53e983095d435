import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'identify',
  version: '1.1.0',
  summary: 'Says what kind of file this is by looking at its bytes, never at its name.',
  accepts: [{ mediaType: '*' }],
  blindSpots: [
    'Files hidden inside pictures, sound or video by steganography',
    'What lies between the beginning and the end of a file that is no archive',
  ],
  limits: {
    inputBytes: 64 * 1024 ** 3,
    wallSeconds: 60,
    cpuSeconds: 30,
    memoryMiB: 512,
    outputBytes: 4 * 1024 ** 2,
    workdirMiB: 1,
    children: 0,
  },
};
