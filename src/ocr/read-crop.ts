import type { Raster } from '../media/index.ts';
import type { ReadByPaddle } from './choose-language.ts';
import { cropLine } from './crop-line.ts';
import type { Language } from './language.ts';
import type { Tesseract, TesseractLine } from './tesseract/open-tesseract.ts';

/** What Tesseract made of one line. */
export interface CropReading {
  readonly lines: readonly TesseractLine[];
  /** Pixels of the crop that it was given. */
  readonly width: number;
}

/** Fails with `model-missing` when the language's data is not installed. */
export type ReadCrop = (one: ReadByPaddle, language: Language) => CropReading;

/** Reads single lines of a picture, each once in a language: those on which a script was tried are wanted again. */
export function cropReader(raster: Raster, tesseract: Tesseract): ReadCrop {
  const known = new Map<ReadByPaddle, { readonly language: Language; readonly reading: CropReading }>();
  return (one, language) => {
    const before = known.get(one);
    if (before?.language === language) return before.reading;
    const crop = cropLine(raster, one.slab);
    const reading = { lines: tesseract.read(crop, language), width: crop.width };
    known.set(one, { language, reading });
    return reading;
  };
}
