import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'apple-profile',
  version: '1.0.0',
  summary:
    'Reads what Apple devices are told to install: configuration profiles, provisioning profiles and lists for installing apps over the air.',
  accepts: [
    { mediaType: 'application/x-apple-aspen-config' },
    { mediaType: 'application/x-apple-mobileprovision' },
    { mediaType: 'application/x-plist' },
  ],
  packages: ['sharp'],
  blindSpots: [
    'The web pages and servers that a profile names: nobody is asked',
    'Contents of profiles encrypted for one device',
    'Whether a certificate has been withdrawn, and whether it is still valid today',
  ],
  limits: {
    inputBytes: 64 * 1024 ** 2,
    wallSeconds: 60,
    cpuSeconds: 45,
    memoryMiB: 1024,
    outputBytes: 64 * 1024 ** 2,
    workdirMiB: 64,
    children: 0,
  },
};
