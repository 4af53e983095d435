import { appAnswers } from '../../data/apps/answers.ts';
import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'ios-app',
  version: '1.0.0',
  summary:
    'Reads an iPhone or iPad app: what it is called, how it was handed out and by whom, and whom it talks to. It is never run.',
  accepts: [{ mediaType: 'application/x-ios-app' }],
  packages: ['sharp'],
  blindSpots: [
    'Program code of the app: its texts, libraries and rights are read, what it does with them is not',
    'Words inside pictures, sounds and fonts of the app: not searched for',
    'What the app does when it runs, and what its server does: the app is never run and no server is asked',
    'Whether Apple has withdrawn a certificate or profile: nobody is asked',
    'Pictures and texts inside compiled asset catalogues (Assets.car) and compiled screens (nib)',
  ],
  answers: appAnswers,
  limits: {
    inputBytes: 4 * 1024 ** 3,
    wallSeconds: 180,
    cpuSeconds: 150,
    memoryMiB: 1536,
    outputBytes: 256 * 1024 ** 2,
    workdirMiB: 64,
    children: 40,
  },
};
