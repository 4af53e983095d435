import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'archive',
  version: '1.1.0',
  summary: 'Opens archives and hands on the files inside, each to be examined by itself.',
  accepts: [
    'application/zip',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/x-tar',
    'application/gzip',
    'application/x-7z-compressed',
    'application/vnd.rar',
    'application/x-xz',
    'application/x-bzip2',
    'application/vnd.ms-cab-compressed',
  ].map((mediaType) => ({ mediaType })),
  packages: ['libarchive.js'],
  wantsPassword: true,
  blindSpots: [
    'Archives locked with a password other than "infected" or the one given with the submission',
    'Locked 7z and RAR archives, and parts of archives split over several files',
    'Deleted members and data between the members',
  ],
  limits: {
    inputBytes: 16 * 1024 ** 3,
    wallSeconds: 300,
    cpuSeconds: 240,
    memoryMiB: 1536,
    outputBytes: 4 * 1024 ** 3,
    workdirMiB: 16,
    children: 500,
  },
};
