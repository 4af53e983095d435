import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { debianData } from '../../../data/languages/debian-data.ts';
import { AnalysisFailure } from '../../contract/plain.ts';
import { type Language, languageNames } from '../language.ts';

const packages = createRequire(import.meta.url);
/** More than any of the files, unpacked. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The folder that holds package.json: this file's place differs between sources and build. */
function root(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

const missing = (language: Language, how: string, cause?: unknown): AnalysisFailure =>
  new AnalysisFailure('model-missing', `The data for reading ${languageNames[language]} ${how}`, { cause });

function readDebian(language: 'khm' | 'rus'): Uint8Array {
  const path = join(root(), 'data/languages/built', `${language}.traineddata.gz`);
  if (!existsSync(path)) throw missing(language, 'is not installed: run script/bootstrap.');
  const bytes = gunzipSync(readFileSync(path), { maxOutputLength: MOST_BYTES });
  if (createHash('sha256').update(bytes).digest('hex') !== debianData[language])
    throw missing(language, 'is not the data we know, and is not used: run script/bootstrap.');
  return bytes;
}

/**
 * Tesseract's data for one language: from its npm package (integer models of the best quality), or from Debian's
 * package as script/bootstrap laid it out. Never from the network. Fails with `model-missing`.
 */
export function readLanguageData(language: Language): Uint8Array {
  if (language === 'khm' || language === 'rus') return readDebian(language);
  try {
    const folder = dirname(packages.resolve(`@tesseract.js-data/${language}/package.json`));
    const path = join(folder, '4.0.0_best_int', `${language}.traineddata.gz`);
    return gunzipSync(readFileSync(path), { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw missing(language, 'is not installed: run `npm ci`.', cause);
  }
}
