import { countOwnLetters, isOfScript, type ReadByPaddle } from './choose-language.ts';
import { MARGIN } from './crop-line.ts';
import type { Language } from './language.ts';
import { patchTokens, takeAccents, withWideSpaces } from './merge-readings.ts';
import { meanConfidence, textOf } from './page.ts';
import { gluePieces, type Piece, piecesOfLetters, piecesOfTesseract } from './pieces.ts';
import type { ReadCrop } from './read-crop.ts';
import { widestGap } from './widest-gap.ts';

/** PP-OCR's text stands above this, if it is in plain Latin letters. */
const SURE = 0.96;
/** Tesseract's words below this confidence are no reason to change anything. */
const LEAST = 45;
/** Heights of a line without a letter that cannot be a space. */
const GAP = 1.3;

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
const isToken = (text: string): boolean =>
  !/\p{L}/u.test(text) || (isAscii(text) && /^\S*([@/]|\d{3})\S*$/.test(text));

/** A sum by itself: PP-OCR leaves out the signs of most currencies, or gives Latin letters for them. */
const isBareSum = (text: string): boolean =>
  /^[-+]?\s?\d{1,3}(?:[\s.,]?\d{3})*[.,\s]\d{2,3}(?:\s?[A-Za-z]{1,4})?$/.test(text.trim());

/** PP-OCR leaves out spaces, and `go to a.com` must not become another host. */
const hasHost = /[a-z]\.[a-z]{2,}/i;

/** Languages that PP-OCR reads in full, but for the signs of their currencies. */
const plain: ReadonlySet<Language> = new Set(['eng', 'ind']);

/** Whether a line is worth a second reading in this language. */
export function wantsReread({ line, slab }: ReadByPaddle, language: Language): boolean {
  if (isBareSum(line.text)) return true;
  if (plain.has(language)) return hasHost.test(line.text);
  if (isOfScript(language) && (line.text === '' || widestGap(line.letters, slab) > GAP)) return true;
  if (isToken(line.text) && line.score >= 0.9) return false;
  if (!isOfScript(language)) return /\p{L}{2}/u.test(line.text);
  // Cyrillic looks like Latin to a reader that knows no other.
  return language === 'rus' || !isAscii(line.text) || line.score < SURE;
}

export interface Reread {
  readonly pieces: readonly Piece[];
  readonly tesseract: { readonly text: string; readonly confidence: number; readonly language: Language };
}

/** Reads a line again with Tesseract in one language, and puts both readings together. */
export function rereadLine(read: ReadByPaddle, language: Language, readCrop: ReadCrop): Reread {
  const { lines, width } = readCrop(read, language);
  const words = piecesOfTesseract(lines, { width, margin: MARGIN });
  const long = read.slab.width / Math.max(1, read.slab.height);
  const text = textOf(gluePieces(words, language, long));
  const second = { text, confidence: meanConfidence(words), language };
  const chosen = choose(read, words, language);
  const pieces = language === 'rus' ? chosen.map(asRouble) : chosen;
  return { pieces: gluePieces(pieces, language, long), tesseract: second };
}

function choose({ line, slab }: ReadByPaddle, words: readonly Piece[], language: Language): readonly Piece[] {
  const own = piecesOfLetters(line.letters);
  const long = slab.width / Math.max(1, slab.height);
  if (!isOfScript(language) && language !== 'vie')
    return piecesOfLetters(takeAccents(line.letters, withWideSpaces(words, long)));
  const patched = patchTokens(words, line.letters, {
    long,
    rightToLeft: language === 'ara',
    plainWords: language !== 'vie',
  });
  const rest = patched.filter((piece) => words.includes(piece));
  if (patched.length === 0) return own;
  if (rest.length === 0) return patched;
  // Nothing of the script in it: PP-OCR knows Latin letters and figures better.
  if (isOfScript(language) && countOwnLetters(textOf(words), language) === 0 && line.text !== '')
    return line.score >= 0.5 ? own : patched;
  return meanConfidence(rest) < LEAST && line.score * 100 > meanConfidence(rest) + 20 ? own : patched;
}

/** Neither reader knows the sign of the rouble: both give the letter that it looks like. */
function asRouble(piece: Piece, i: number, all: readonly Piece[]): Piece {
  if (/^[РPР₽]$/u.test(piece.text) && /\d$/.test(all[i - 1]?.text ?? '')) return { ...piece, text: '₽' };
  return { ...piece, text: piece.text.replace(/(\d)[РP]$/u, '$1₽') };
}
