import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, PSM } from 'tesseract.js';
import { AnalysisFailure } from '../contract/index.ts';
import { type Box, encodePng, type Raster } from '../media/index.ts';
import type { Line } from './page.ts';

/** Reads text in one language. Close it: it holds a thread and some 100 MiB. */
export interface Reader extends AsyncDisposable {
  /** Lines in reading order, boxes in pixels of the raster. */
  readLines(raster: Raster): Promise<Line[]>;
}

/** Languages whose data is among the packages. */
export type Language = 'eng';

const packages = createRequire(import.meta.url);

/** Folder with `<language>.traineddata.gz`: the integer models of the best quality, from the installed package. */
function dataFolder(language: Language): string {
  try {
    return join(dirname(packages.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int');
  } catch (cause) {
    const message = `The data for reading ${language} is not installed: run \`npm ci\`.`;
    throw new AnalysisFailure('model-missing', message, { cause });
  }
}

interface Bounds {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const boxOf = ({ x0, y0, x1, y1 }: Bounds): Box => ({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof createWorker>>['recognize']>>['data'];

function linesOf(page: Page): Line[] {
  const lines = (page.blocks ?? []).flatMap((b) => b.paragraphs).flatMap((p) => p.lines);
  return lines
    .map((line) => {
      const words = line.words
        .map((w) => ({ text: w.text.trim(), confidence: w.confidence, box: boxOf(w.bbox) }))
        .filter((w) => w.text !== '');
      const text = words.map((w) => w.text).join(' ');
      return { text, confidence: line.confidence, box: boxOf(line.bbox), words };
    })
    .filter((line) => line.text !== '');
}

/**
 * Starts Tesseract with local language data: nothing is fetched or cached. Fails with `model-missing` when the data is
 * not installed.
 */
export async function openReader(language: Language): Promise<Reader> {
  const worker = await createWorker(language, OEM.LSTM_ONLY, {
    langPath: dataFolder(language),
    cacheMethod: 'none',
    gzip: true,
    logger: () => {},
    errorHandler: () => {},
  });
  await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO });
  return {
    async readLines(raster) {
      const png = Buffer.from(await encodePng(raster));
      const { data } = await worker.recognize(png, {}, { blocks: true, text: false });
      return linesOf(data);
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
