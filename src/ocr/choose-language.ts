import { guessWriting } from './guess-writing.ts';
import type { Language } from './language.ts';
import type { PaddleLine } from './paddle/read-line.ts';
import type { Slab } from './slab.ts';
import type { TesseractLine } from './tesseract/open-tesseract.ts';
import { widestGap } from './widest-gap.ts';

/** The letters of the scripts that PP-OCR cannot read. */
const scripts = {
  tha: /\p{Script=Thai}/u,
  khm: /\p{Script=Khmer}/u,
  hin: /\p{Script=Devanagari}/u,
  ara: /\p{Script=Arabic}/u,
  rus: /\p{Script=Cyrillic}/u,
  kor: /\p{Script=Hangul}/u,
  jpn: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
} as const satisfies Partial<Record<Language, RegExp>>;

export type Script = keyof typeof scripts;

export const isOfScript = (language: Language): language is Script => language in scripts;

/** Letters of the language's own script. */
export function countOwnLetters(text: string, language: Script): number {
  let count = 0;
  for (const letter of text) if (scripts[language].test(letter)) count += 1;
  return count;
}

/** From this mean confidence, weighted with the share of the script's own letters, a trial ends the search. */
const CERTAIN = 89;
/** Below this mean no language counts. */
const LEAST = 62;
/** Thai data reads anything as Thai and is rather sure of it. */
const handicaps: Partial<Record<Script, number>> = { tha: 12 };
/** Fewer letters than these prove nothing by themselves. */
const LEAST_LETTERS = 5;
/** Part of the writing, by length, that has to be doubtful before other scripts are tried. */
const LEAST_SHARE = 0.12;
const TRIALS = 3;
/** PP-OCR is this sure of what it can read. */
const SURE = 0.9;
/** Heights of a line without a letter that cannot be a space. */
const GAP = 1.3;
const LEAST_KANA = 3;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

export interface ReadByPaddle {
  readonly slab: Slab;
  readonly line: PaddleLine;
}

/** 0–100: the reader's confidence, less the share of letters that are not of the script. */
export function rateTrial(lines: readonly TesseractLine[], language: Script): number {
  // Without kana it is Chinese, which the data for Japanese reads too, and worse than PP-OCR.
  const text = lines.flatMap((line) => line.words.map((word) => word.text)).join('');
  if (language === 'jpn' && [...text].filter((c) => KANA.test(c)).length * 6 < text.length) return 0;
  let [weighted, own, all] = [0, 0, 0];
  for (const { text: word, confidence } of lines.flatMap((l) => l.words)) {
    const letters = word.match(/\p{L}|\p{M}/gu)?.length ?? 0;
    const ours = [...word].filter((c) => scripts[language].test(c)).length;
    weighted += confidence * ours;
    own += ours;
    all += Math.max(letters, ours);
  }
  const rating = own < 2 ? 0 : (weighted / own) * (own / all);
  return own < LEAST_LETTERS ? Math.min(rating, CERTAIN - 1) : rating;
}

/** What PP-OCR was unsure of, the longest first: whatever was written there, it was not Latin or Chinese. */
function doubtful(read: readonly ReadByPaddle[]): ReadByPaddle[] {
  const weight = ({ slab, line }: ReadByPaddle): number =>
    (KANA.test(line.text) ? 0.3 : 1 - line.score) * Math.min(24, slab.width / Math.max(1, slab.height)) +
    0.2 * Math.max(0, widestGap(line.letters, slab) - GAP);
  const isDoubtful = ({ line, slab }: ReadByPaddle): boolean =>
    line.score < SURE || KANA.test(line.text) || widestGap(line.letters, slab) > GAP;
  return read
    .filter((one) => isDoubtful(one) && one.slab.width > 1.5 * one.slab.height)
    .sort((a, b) => weight(b) - weight(a));
}

/** Length of the lines in heights of a letter. */
const lengthOf = (read: readonly ReadByPaddle[]): number =>
  read.reduce((sum, { slab }) => sum + slab.width / Math.max(1, slab.height), 0);

/** A script is tried when so much of the doubtful writing may be in it. */
const LEAST_GUESS = 0.04;
const MOST_LENGTH = 24;

/** A script that the doubtful lines may be in. */
export interface Guess {
  readonly script: Script;
  readonly share: number;
  /** The lines to try it on, the most telling first. */
  readonly lines: readonly ReadByPaddle[];
}

/**
 * What the lines that PP-OCR was unsure of may be written in, the likeliest first, by how each looks to it; none where it was
 * sure enough.
 */
export function guessScripts(
  read: readonly ReadByPaddle[],
  guess: typeof guessWriting = guessWriting,
): Guess[] {
  const unsure = worthTrying(read);
  const guesses = unsure.map((one) => {
    const length = Math.min(MOST_LENGTH, one.slab.width / Math.max(1, one.slab.height));
    return { one, length, shares: guess(one.line.features) };
  });
  const all = guesses.reduce((sum, { length }) => sum + length, 0);
  // Kana that PP-OCR read speak for Japanese.
  const kana = unsure.some(({ line }) => KANA.test(line.text));
  return (Object.keys(scripts) as Script[])
    .map((script) => ({
      script,
      share: guesses.reduce((sum, { length, shares }) => sum + length * shares[script], 0) / all,
      lines: guesses
        .toSorted((a, b) => b.length * b.shares[script] - a.length * a.shares[script])
        .map(({ one }) => one),
    }))
    .map((one) => (kana && one.script === 'jpn' ? { ...one, share: 1 } : one))
    .filter(({ share }) => share >= LEAST_GUESS)
    .sort((a, b) => b.share - a.share);
}

/** The lines on which other scripts are tried; none where too little of the writing is doubtful. */
function worthTrying(read: readonly ReadByPaddle[]): ReadByPaddle[] {
  const unsure = doubtful(read);
  const kana = read.reduce((sum, { line }) => sum + [...line.text].filter((c) => KANA.test(c)).length, 0);
  return lengthOf(unsure) < LEAST_SHARE * lengthOf(read) && kana < LEAST_KANA ? [] : unsure;
}

/**
 * The likeliest of the scripts that Tesseract, asked on up to three of the lines, reads well; of those that it reads so so,
 * the one it reads best; undefined when it reads none. `tryRead` returns undefined when a language's data is missing.
 */
export function chooseScript(
  guesses: readonly Guess[],
  tryRead: (one: ReadByPaddle, language: Script) => readonly TesseractLine[] | undefined,
): Script | undefined {
  let best: { readonly script: Script; readonly mean: number } | undefined;
  for (const { script, lines } of guesses) {
    const handicap = handicaps[script] ?? 0;
    const tried = lines.slice(0, TRIALS);
    let total = 0;
    for (const one of tried) {
      const found = tryRead(one, script);
      const rating = found === undefined ? 0 : rateTrial(found, script) - handicap;
      if (rating >= CERTAIN - 0.8 * handicap) return script;
      total += rating;
    }
    const mean = total / tried.length;
    if (mean >= LEAST && mean > (best?.mean ?? 0)) best = { script, mean };
  }
  return best?.script;
}
