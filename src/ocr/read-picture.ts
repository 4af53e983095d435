import { AnalysisFailure, type Model } from '../contract/plain.ts';
import type { Raster } from '../media/index.ts';
import { chooseScript, guessScripts, type ReadByPaddle } from './choose-language.ts';
import { findLines } from './find-lines.ts';
import type { Language } from './language.ts';
import { levelBox, turnOf } from './level-page.ts';
import { nameLatin } from './name-latin.ts';
import { readLine } from './paddle/read-line.ts';
import { type Line, meanConfidence, textOf, type Word } from './page.ts';
import { type Piece, piecesOfLetters } from './pieces.ts';
import { cropReader, type ReadCrop } from './read-crop.ts';
import { type Reread, rereadLine, wantsReread } from './reread.ts';
import { boxAround, partOf, type Slab } from './slab.ts';
import { openTesseract } from './tesseract/open-tesseract.ts';

/** Lines of one picture that are read; no screen has more. */
const MOST_LINES = 1500;

export interface ReadingModels {
  /** `ppocr-detect` */
  readonly detect: Model;
  /** `ppocr-read` */
  readonly read: Model;
}

export interface PictureText {
  /** From the top of the picture, as found; `orderLines` puts them in order. */
  readonly lines: readonly Line[];
  /** Rows from the top that were looked at. */
  readonly rows: number;
  /** Lines that were found and not read: too many, or the time was up. */
  readonly unread: number;
  /** The language that lines were read again in, or that the Latin text is in. */
  readonly language: Language | undefined;
  /** Languages whose data is not installed, and which were wanted. */
  readonly missing: readonly Language[];
}

export interface ReadingOptions {
  readonly signal?: AbortSignal;
  /** Hears 0–1 as lines are read. */
  readonly onProgress?: (fraction: number) => void;
}

const wordsOf = (pieces: readonly Piece[], slab: Slab): Word[] =>
  pieces.map(({ text, confidence, from, to, glued }) => ({
    text,
    confidence,
    glued,
    box: boxAround(partOf(slab, from, Math.max(from + 0.001, to))),
  }));

function toLine({ slab, line }: ReadByPaddle, second: Reread | undefined, turn: number): Line {
  const paddleWords = wordsOf(piecesOfLetters(line.letters), slab);
  const words = second === undefined ? paddleWords : wordsOf(second.pieces, slab);
  return {
    text: textOf(words).normalize('NFC'),
    confidence: meanConfidence(words),
    box: boxAround(slab),
    ...(turn === 0 ? {} : { level: levelBox(slab, turn) }),
    words,
    paddle: { text: textOf(paddleWords), confidence: 100 * line.score, words: paddleWords },
    ...(second === undefined ? {} : { tesseract: second.tesseract }),
  };
}

/** Remembers which language had no data, and goes on without it. */
function unlessMissing<T>(missing: Set<Language>, language: Language, read: () => T): T | undefined {
  if (missing.has(language)) return undefined;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AnalysisFailure) || error.failure !== 'model-missing') throw error;
    missing.add(language);
    return undefined;
  }
}

/**
 * Reads the text of a picture of any height, in any of `languages`, which one is not known beforehand: PP-OCR finds and
 * reads the lines; where it is unsure, Tesseract reads them again in the language that fits (docs: README of
 * analyzers/screenshot).
 */
export async function readPicture(
  raster: Raster,
  models: ReadingModels,
  { signal, onProgress = () => {} }: ReadingOptions = {},
): Promise<PictureText> {
  const { lines: found, rows } = await findLines(raster, models.detect);
  const read: ReadByPaddle[] = [];
  for (const { slab } of found.slice(0, MOST_LINES)) {
    if (signal?.aborted === true) break;
    read.push({ slab, line: await readLine(raster, slab, models.read) });
    onProgress((0.6 * read.length) / found.length);
  }
  const missing = new Set<Language>();
  const { lines, language } = await readAgain(raster, read, missing, signal, onProgress);
  return {
    lines: lines.filter((line) => line.text !== ''),
    rows,
    unread: found.length - read.length,
    language,
    missing: [...missing],
  };
}

/** Tesseract's part; it is only started where it is needed. */
async function readAgain(
  raster: Raster,
  read: readonly ReadByPaddle[],
  missing: Set<Language>,
  signal: AbortSignal | undefined,
  onProgress: (fraction: number) => void,
): Promise<{ lines: Line[]; language: Language | undefined }> {
  const turn = turnOf(read.map(({ slab }) => slab));
  const guesses = guessScripts(read);
  // Naming a language takes a fifth of a second, and opening Tesseract some of it: neither is done before it is needed.
  const nameOf = () => nameLatin(read.map(({ line }) => line.text));
  const early = guesses.length > 0 ? undefined : await nameOf();
  if (guesses.length === 0 && (early === undefined || !read.some((one) => wantsReread(one, early))))
    return { lines: read.map((one) => toLine(one, undefined, turn)), language: early };
  const tesseract = await openTesseract();
  try {
    const readCrop = cropReader(raster, tesseract);
    const script = chooseScript(guesses, (one, l) => unlessMissing(missing, l, () => readCrop(one, l).lines));
    const language = script ?? early ?? (await nameOf());
    const lines = read.map((one, i) => {
      onProgress(0.6 + (0.4 * i) / read.length);
      return toLine(one, secondReading(one, language, readCrop, missing, signal), turn);
    });
    return { lines, language };
  } finally {
    tesseract.close();
  }
}

function secondReading(
  one: ReadByPaddle,
  language: Language | undefined,
  readCrop: ReadCrop,
  missing: Set<Language>,
  signal: AbortSignal | undefined,
): Reread | undefined {
  if (language === undefined || signal?.aborted === true || !wantsReread(one, language)) return undefined;
  return unlessMissing(missing, language, () => rereadLine(one, language, readCrop));
}
