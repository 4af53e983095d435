import type { Language } from './language.ts';
import type { Letter } from './paddle/decode-ctc.ts';
import type { TesseractLine } from './tesseract/open-tesseract.ts';

/** A word of a line, by where along the line it stands. */
export interface Piece {
  readonly text: string;
  /** 0–100. */
  readonly confidence: number;
  /** 0–1 of the line's width. */
  readonly from: number;
  readonly to: number;
  readonly glued: boolean;
}

/** Words of letters: split where the reader saw a space. */
export function piecesOfLetters(letters: readonly Letter[]): Piece[] {
  const half = halfStep(letters);
  const pieces: Piece[] = [];
  let open: Letter[] = [];
  const close = (): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (first === undefined || last === undefined) return;
    const score = open.reduce((sum, l) => sum + l.score, 0) / open.length;
    pieces.push({
      text: open.map((l) => l.text).join(''),
      confidence: 100 * score,
      from: Math.max(0, first.at - half),
      to: Math.min(1, last.at + half),
      glued: false,
    });
    open = [];
  };
  for (const letter of letters) {
    if (letter.text.trim() === '') close();
    else open.push(letter);
  }
  close();
  return pieces;
}

/** About half the width of a letter. */
function halfStep(letters: readonly Letter[]): number {
  const [first, last] = [letters[0], letters.at(-1)];
  if (first === undefined || last === undefined || letters.length < 2) return 0.5;
  return (0.5 * (last.at - first.at)) / (letters.length - 1);
}

/**
 * Scripts in which Tesseract's words are often single letters: how wide a gap is a space all the same, in heights of the
 * line. Japanese and Chinese have none but between columns.
 */
const wideGaps: Partial<Record<Language, number>> = {
  tha: 0.28,
  khm: 0.28,
  kor: 0.16,
  jpn: 0.7,
  chi_sim: 0.7,
  chi_tra: 0.7,
};
/** Latin letters and figures keep their own spaces. */
const LATIN_GAP = 0.14;
const isLatin = (text: string): boolean => /[A-Za-z0-9]/.test(text);

/** Words of Tesseract, read from a crop with `margin` around a line. */
export function piecesOfTesseract(
  lines: readonly TesseractLine[],
  crop: { readonly width: number; readonly margin: number },
): Piece[] {
  const inner = crop.width - 2 * crop.margin;
  const at = (x: number): number => Math.min(1, Math.max(0, (x - crop.margin) / inner));
  return lines
    .flatMap((line) => line.words)
    .map(({ text, confidence, box }) => ({
      text,
      confidence,
      from: at(box.x),
      to: at(box.x + box.width),
      glued: false,
    }));
}

/** The pieces with those glued to the one before that no space divides. `long`: width of the line by its height. */
export function gluePieces(pieces: readonly Piece[], language: Language, long: number): Piece[] {
  const wide = wideGaps[language];
  if (wide === undefined) return [...pieces];
  return pieces.map((piece, i) => {
    const before = pieces[i - 1];
    if (before === undefined) return piece;
    const latin = isLatin(before.text.slice(-1)) || isLatin(piece.text.slice(0, 1));
    return { ...piece, glued: (piece.from - before.to) * long < (latin ? LATIN_GAP : wide) };
  });
}
