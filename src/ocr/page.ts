import type { Box } from '../media/index.ts';
import type { Language } from './language.ts';

/** A word as it was read. */
export interface Word {
  readonly text: string;
  /** 0–100, as the reader itself judges it. */
  readonly confidence: number;
  /** Pixels of the raster that was read. */
  readonly box: Box;
  /** True: written to the word before it without a space. */
  readonly glued: boolean;
}

/** A line of text: the best reading in words, and what each reader made of it. */
export interface Line {
  readonly text: string;
  /** 0–100: mean over its letters. */
  readonly confidence: number;
  readonly box: Box;
  /** As it would stand were the page level; absent: as `box`. For telling what stands beside and below what. */
  readonly level?: Box;
  readonly words: readonly Word[];
  /** What PP-OCR read: to be preferred for links, numbers and codes. */
  readonly paddle: { readonly text: string; readonly confidence: number; readonly words: readonly Word[] };
  /** What Tesseract read, where it was asked. */
  readonly tesseract?: { readonly text: string; readonly confidence: number; readonly language: Language };
}

/** Where a line stands among the others. */
export const placeOf = ({ level, box }: Line): Box => level ?? box;

/** Words as one text. */
export function textOf(words: readonly Pick<Word, 'text' | 'glued'>[]): string {
  return words.map(({ text, glued }, i) => (i === 0 || glued ? text : ` ${text}`)).join('');
}

/** Mean confidence over letters; 0 of nothing. */
export function meanConfidence(words: readonly Pick<Word, 'text' | 'confidence'>[]): number {
  const letters = words.reduce((sum, w) => sum + w.text.length, 0);
  return words.reduce((sum, w) => sum + w.confidence * w.text.length, 0) / Math.max(1, letters);
}
