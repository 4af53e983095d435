import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'app-bundle',
  version: '1.0.0',
  summary:
    'Opens an Android app that comes in several parts, shows them as one app, and hands each part on to be examined by itself.',
  accepts: [
    { mediaType: 'application/x-xapk' },
    { mediaType: 'application/x-apks' },
    { mediaType: 'application/x-apkm' },
    { mediaType: 'application/x-android-app-bundle' },
  ],
  blindSpots: [
    'What the parts contain beyond their manifests: each is examined by itself, see the parts',
    'Program code, libraries and data inside an AAB, which no device installs as it is',
    'APKM files of before 2020, which are encrypted and are no archives',
  ],
  limits: {
    inputBytes: 8 * 1024 ** 3,
    wallSeconds: 300,
    cpuSeconds: 200,
    memoryMiB: 2048,
    outputBytes: 4 * 1024 ** 3,
    workdirMiB: 16,
    children: 200,
  },
};
