import { appAnswers } from '../../data/apps/answers.ts';
import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'apk',
  version: '1.0.0',
  summary:
    'Reads an Android app: what it is called, what it may do, who signed it, and how it hides. It is never run.',
  accepts: [{ mediaType: 'application/vnd.android.package-archive' }],
  packages: ['sharp', '@litko/yara-x'],
  blindSpots: [
    'Program code (DEX), native libraries, web pages and scripts inside the app: not read in this version, so addresses and keys in them are not found',
    'What the app does when it runs, and what its server does: the app is never run and no server is asked',
    'Digests of v1 (JAR) signatures and of contents signed as a page tree: read, not verified',
    'Icons of known brands: none ship with Assay, so the icon is compared only with those your unit gave',
  ],
  answers: appAnswers,
  limits: {
    inputBytes: 4 * 1024 ** 3,
    wallSeconds: 120,
    cpuSeconds: 90,
    memoryMiB: 1024,
    outputBytes: 256 * 1024 ** 2,
    workdirMiB: 64,
    children: 40,
  },
};
