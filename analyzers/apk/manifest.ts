import { appAnswers } from '../../data/apps/answers.ts';
import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'apk',
  version: '2.0.0',
  summary:
    'Reads an Android app: what it is called, what it may do, who signed it, and how it hides. It is never run.',
  accepts: [{ mediaType: 'application/vnd.android.package-archive' }],
  packages: ['sharp', '@litko/yara-x'],
  blindSpots: [
    'What program code does with a value it works out only while running: names called by reflection, texts put together or decrypted piece by piece',
    'Program code that is packed, encrypted or fetched later, and code in forms other than DEX (odex, vdex, compact DEX)',
    'Code of a library whose names were shortened: it cannot be told from the app’s own',
    'Words inside pictures, sounds and fonts of the app: not searched for',
    'What the app does when it runs, and what its server does: the app is never run and no server is asked',
    'v4 signatures: they are files of their own (.idsig), read where they are handed in or lie in the same archive, and not compared with this package by machine; v1 digests beyond 1 GiB of unpacked contents',
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
