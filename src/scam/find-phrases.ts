import type { FoldedText } from './fold-text.ts';
import type { BookPhrase, PhraseBook } from './phrase-book.ts';

/** A phrase found: positions in the original text. */
export interface PhraseHit {
  readonly phrase: BookPhrase;
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
}

/** Letters that may stand between two parts of a phrase. */
const GAP = 40;
/** Hits kept of one phrase; the rest say nothing new. */
const MOST_EACH = 20;
/** Folded letters below which a spelling must start, or also end, at a word's edge: "tax" is not in "syntax" or "taxi". */
const SHORT = 9;
const VERY_SHORT = 6;

/** Fewer word starts than one in so many letters: the reading lost its spaces, so edges of words say nothing. */
const LETTERS_A_WORD = 18;

function lostItsSpaces(folded: FoldedText): boolean {
  let words = 0;
  for (const start of folded.starts) words += start;
  if (words * LETTERS_A_WORD >= folded.text.length) return false;
  // Codes and addresses have long words too.
  let digits = 0;
  for (let at = 0; at < folded.text.length; at++) if (isDigit(folded.text.charCodeAt(at))) digits++;
  return digits * 5 < folded.text.length;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isAscii = (code: number): boolean => isDigit(code) || (code >= 97 && code <= 122);

/** `110` is not in `1100`; in running text without spaces, `otp` is not in `hotpot`. */
function cutsWord(folded: FoldedText, at: number, onlyDigits: boolean): boolean {
  if (at <= 0 || at >= folded.text.length || folded.starts[at] === 1) return false;
  const is = onlyDigits ? isDigit : isAscii;
  return is(folded.text.charCodeAt(at - 1)) && is(folded.text.charCodeAt(at));
}

function stands(folded: FoldedText, from: number, end: number, unspaced: boolean, lost: boolean): boolean {
  const onlyDigits = lost || !unspaced;
  if (cutsWord(folded, from, onlyDigits) || cutsWord(folded, end, onlyDigits)) return false;
  if (unspaced || end - from >= SHORT) return true;
  if (folded.starts[from] !== 1) return false;
  return end - from >= VERY_SHORT || end >= folded.text.length || folded.starts[end] === 1;
}

interface Chain {
  readonly from: number;
  readonly end: number;
}

/** Follows the parts of phrases through a text: part n+1 must come within reach after part n, in the same sentence. */
export function findPhrases(folded: FoldedText, original: string, book: PhraseBook): PhraseHit[] {
  const hits: PhraseHit[] = [];
  const chains = new Map<number, (Chain | undefined)[]>();
  const counts = new Map<number, number>();
  const lost = lostItsSpaces(folded);
  book.tree.find(folded.text, (word, end) => {
    const spelling = book.spellings[word];
    const phrase = spelling && book.phrases[spelling.phrase];
    if (!spelling || !phrase) return;
    const from = end - spelling.length;
    if (!stands(folded, from, end, lost || phrase.unspaced, lost)) return;
    let chain: Chain = { from, end };
    if (spelling.part > 0) {
      const before = chains.get(spelling.phrase)?.[spelling.part - 1];
      if (!before || before.end > from || from - before.end > GAP) return;
      if (folded.sentence[before.from] !== folded.sentence[from]) return;
      chain = { from: before.from, end };
    }
    if (spelling.part < phrase.parts - 1) {
      const own = chains.get(spelling.phrase) ?? [];
      own[spelling.part] = chain;
      chains.set(spelling.phrase, own);
      return;
    }
    const count = counts.get(spelling.phrase) ?? 0;
    if (count >= MOST_EACH) return;
    counts.set(spelling.phrase, count + 1);
    hits.push({
      phrase,
      start: folded.at[chain.from] ?? 0,
      end: (folded.at[end - 1] ?? original.length - 1) + 1,
      sentence: folded.sentence[chain.from] ?? 0,
    });
  });
  return hits;
}
