import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'apk-signature',
  version: '1.0.0',
  summary:
    'Reads the signature file that can lie beside an Android app (v4, .idsig): who signed which package.',
  accepts: [{ mediaType: 'application/x-apk-idsig' }],
  blindSpots: [
    'The app itself: this file holds hashes of it, no part of it. Whether a package is the one that was signed shows only when its report names the same content digest',
    'Whether the signed hashes of pages are those of any package: no package is read here',
  ],
  limits: {
    inputBytes: 64 * 1024 ** 2,
    wallSeconds: 60,
    cpuSeconds: 45,
    memoryMiB: 768,
    outputBytes: 16 * 1024 ** 2,
    workdirMiB: 1,
    children: 0,
  },
};
