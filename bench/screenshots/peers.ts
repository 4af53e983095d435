import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createWorker, OEM } from 'tesseract.js';
import { readLanguageData } from '../../src/ocr/tesseract/language-data.ts';

/** Names of Tesseract's data by the set's language codes. */
export const dataOf: Readonly<Record<string, string>> = {
  en: 'eng',
  fr: 'fra',
  es: 'spa',
  pt: 'por',
  id: 'ind',
  vi: 'vie',
  zh: 'chi_sim',
  zht: 'chi_tra',
  ja: 'jpn',
  ko: 'kor',
  th: 'tha',
  km: 'khm',
  hi: 'hin',
  ar: 'ara',
  ru: 'rus',
};
export const allLanguages = Object.values(dataOf);

export interface PeerLine {
  readonly text: string;
  readonly box: readonly [number, number, number, number];
}

/** All language data in one folder, as tesseract.js wants it. */
function layOutData(folder: string): void {
  const packages = createRequire(import.meta.url);
  for (const language of allLanguages) {
    const target = join(folder, `${language}.traineddata.gz`);
    if (language === 'khm' || language === 'rus') writeFileSync(target, gzipSync(readLanguageData(language)));
    else {
      const from = dirname(packages.resolve(`@tesseract.js-data/${language}/package.json`));
      execFileSync('cp', [join(from, '4.0.0_best_int', `${language}.traineddata.gz`), target]);
    }
  }
}

/** tesseract.js 7 on whole pictures, told these languages (`eng+fra`). One picture after the other. */
export async function openTesseractJs(
  languages: string,
): Promise<{ read(picture: Buffer): Promise<PeerLine[]>; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tesseract-'));
  layOutData(folder);
  const worker = await createWorker(languages.split('+'), OEM.LSTM_ONLY, {
    langPath: folder,
    cacheMethod: 'none',
    gzip: true,
  });
  return {
    async read(picture) {
      const { data } = await worker.recognize(picture, {}, { blocks: true, text: false });
      return (data.blocks ?? [])
        .flatMap((b) => b.paragraphs)
        .flatMap((p) => p.lines)
        .map(({ text, bbox: { x0, y0, x1, y1 } }) => ({ text, box: [x0, y0, x1 - x0, y1 - y0] as const }));
    },
    async close() {
      await worker.terminate();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const run = promisify(execFile);

/** Debian's `tesseract` with all fifteen languages, two pictures at once. Images per minute; undefined: not installed. */
export async function timeCommandLine(pictures: readonly Buffer[]): Promise<number | undefined> {
  try {
    execFileSync('tesseract', ['--version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-tesseract-'));
  let next = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    for (let at = next++; at < pictures.length; at = next++) {
      const path = join(folder, `${at}`);
      writeFileSync(path, pictures[at] ?? Buffer.alloc(0));
      await run('tesseract', [path, '-', '-l', allLanguages.join('+')], {
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
        maxBuffer: 16 * 1024 * 1024,
      });
    }
  };
  await Promise.all([lane(), lane()]);
  rmSync(folder, { recursive: true, force: true });
  return (pictures.length * 60_000) / (performance.now() - began);
}
