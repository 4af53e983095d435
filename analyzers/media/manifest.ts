import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'media',
  version: '1.0.1',
  summary:
    'Reads what a picture, video or sound file says about itself, and takes frames and sound out of videos for the other analyzers.',
  accepts: [
    { mediaType: 'image/*', relations: ['exhibit', 'extracted-from'] },
    { mediaType: 'video/*', relations: ['exhibit', 'extracted-from'] },
    { mediaType: 'audio/*' },
  ],
  programs: ['ffmpeg', 'ffprobe'],
  packages: ['sharp', 'exifr'],
  blindSpots: ['What is said or heard in sound'],
  limits: {
    inputBytes: 4 * 1024 * 1024 * 1024,
    wallSeconds: 600,
    cpuSeconds: 600,
    memoryMiB: 1536,
    outputBytes: 768 * 1024 * 1024,
    workdirMiB: 256,
    children: 32,
  },
};
