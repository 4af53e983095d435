import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'screenshot',
  version: '1.0.0',
  summary: 'Reads English text in a picture and picks out links, domains, e-mail and IP addresses.',
  accepts: [{ mediaType: 'image/*', relations: ['exhibit', 'extracted-from', 'frame-of'] }],
  packages: ['tesseract.js', 'tesseract.js-core', '@tesseract.js-data/eng', 'sharp', 'tldts'],
  blindSpots: [
    'Text in languages other than English: it may appear as nonsense',
    'QR and bar codes',
    'Phone numbers, wallets, accounts and handles in the text',
    'Links broken over two lines elsewhere than at a hyphen, slash or similar sign',
    'Handwriting',
  ],
  limits: {
    inputBytes: 256 * 1024 * 1024,
    wallSeconds: 300,
    cpuSeconds: 300,
    memoryMiB: 2048,
    outputBytes: 64 * 1024 * 1024,
    workdirMiB: 64,
    children: 0,
  },
};
