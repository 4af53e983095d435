import { minHash } from './min-hash.ts';

/** Runs of letters that are compared: alphabets need longer ones than syllables and ideographs to mean something. */
const LETTERS = 9;
const SIGNS = 4;
/** Fewer distinct runs are a greeting, not a script. */
const LEAST = 40;
const MOST_CHARACTERS = 400_000;

/** What changes from victim to victim: links, numbers, names of accounts, codes. */
const personal = /[\p{Nd}@/\\:_]|\p{L}\.\p{L}/u;
const dense =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Khmer}]/u;

/**
 * Sketch of the phrases of a text, so that messages from one template are found again although links, sums and names
 * differ: MinHash over runs of letters of the folded text, words with digits or signs of addresses left out. Undefined:
 * too little text to tell. Linear in the text; the first 400 000 characters count.
 */
export function scriptHash(texts: Iterable<string>): string | undefined {
  const runs = new Set<string>();
  let left = MOST_CHARACTERS;
  for (const text of texts) {
    const folded = text
      .slice(0, left)
      .normalize('NFKC')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => !personal.test(word))
      .join('')
      .replace(/[^\p{L}\p{M}]/gu, '');
    left -= text.length;
    const size = dense.test(folded) ? SIGNS : LETTERS;
    for (let at = 0; at + size <= folded.length; at++) runs.add(folded.slice(at, at + size));
    if (left <= 0) break;
  }
  return runs.size < LEAST ? undefined : minHash(runs);
}
