import { AnalysisFailure } from '../../contract/plain.ts';
import type { Box } from '../../media/index.ts';
import type { Language } from '../language.ts';
import { type BaseApi, type Core, loadCore } from './core.ts';
import { readLanguageData } from './language-data.ts';

/** Engine mode 1: the neural network alone. */
const NETWORK_ONLY = 1;
/** Page segmentation 7: the picture is a single line; 3: a whole page. */
export type Segmentation = 'line' | 'page';
const modes: Readonly<Record<Segmentation, string>> = { line: '7', page: '3' };

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** Luma, 0–255. */
  readonly data: Uint8Array;
}

export interface TesseractWord {
  readonly text: string;
  /** 0–100. */
  readonly confidence: number;
  /** Pixels of the picture given. */
  readonly box: Box;
}

export interface TesseractLine {
  readonly words: readonly TesseractWord[];
  readonly box: Box;
}

/** Tesseract with one language at a time; changing it takes some 50 ms. */
export interface Tesseract {
  /** Fails with `model-missing` when the language's data is not installed. */
  read(picture: GreyPicture, language: Language, segmentation?: Segmentation): TesseractLine[];
  close(): void;
}

/** A portable grey map: Leptonica reads it without decoding anything. */
function asPgm({ width, height, data }: GreyPicture): Uint8Array {
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`, 'latin1'), data]);
}

interface Bounds {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

interface JsonPage {
  readonly blocks: readonly {
    readonly paragraphs: readonly {
      readonly lines: readonly {
        readonly bbox: Bounds;
        readonly words: readonly {
          readonly text: string;
          readonly confidence: number;
          readonly bbox: Bounds;
        }[];
      }[];
    }[];
  }[];
}

const boxOf = ({ x0, y0, x1, y1 }: Bounds): Box => ({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });

function linesOf(page: JsonPage): TesseractLine[] {
  return (page.blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .map((line) => ({
      box: boxOf(line.bbox),
      words: line.words
        .map((word) => ({ text: word.text.trim(), confidence: word.confidence, box: boxOf(word.bbox) }))
        .filter((word) => word.text !== ''),
    }))
    .filter((line) => line.words.length > 0);
}

function start(core: Core, language: Language): BaseApi {
  const file = `/${language}.traineddata`;
  core.FS.writeFile(file, readLanguageData(language));
  const api = new core.TessBaseAPI();
  const status = api.Init('/', language, NETWORK_ONLY);
  core.FS.unlink(file);
  if (status !== 0)
    throw new AnalysisFailure('model-missing', `Tesseract cannot use its data for ${language}.`);
  return api;
}

/** Starts Tesseract; languages are loaded when they are asked for. */
export async function openTesseract(): Promise<Tesseract> {
  const core = await loadCore();
  let current: { readonly language: Language; readonly api: BaseApi } | undefined;
  const close = (): void => {
    current?.api.End();
    if (current !== undefined) core.destroy(current.api);
    current = undefined;
  };
  return {
    read(picture, language, segmentation = 'line') {
      if (current?.language !== language) {
        close();
        current = { language, api: start(core, language) };
      }
      const { api } = current;
      api.SetVariable('tessedit_pageseg_mode', modes[segmentation]);
      core.FS.writeFile('/input', asPgm(picture));
      if (api.SetImageFile(1, 0) === 1) return [];
      api.Recognize(null);
      const lines = linesOf(JSON.parse(api.GetJSONText()) as JsonPage);
      api.Clear();
      return lines;
    },
    close,
  };
}
