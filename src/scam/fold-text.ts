/**
 * A text reduced to what phrases are compared by: letters and digits only, lower case, without accents, marks, spaces
 * and punctuation, so that "Pay  the tâx" and a reading that lost its spaces agree. Positions lead back to the original.
 */
export interface FoldedText {
  /** Folded UTF-16 units. */
  readonly text: string;
  /** For each folded unit, where its source character starts in the original. */
  readonly at: Uint32Array;
  /** 1 where a word starts (something other than a letter or digit stood before it), 0 elsewhere. */
  readonly starts: Uint8Array;
  /** For each folded unit, the number of its sentence, from 0. */
  readonly sentence: Uint32Array;
}

const single: Readonly<Record<string, string>> = {
  đ: 'd',
  ł: 'l',
  ø: 'o',
  ß: 'ss',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
};
/** Accents of alphabets and kana, and Arabic vowel signs: often left out or misread. Vowel signs of Hindi, Thai and Khmer stay. */
const marks = /[\u0300-\u036f\u064b-\u065f\u0670\u3099\u309a]/;
const kept = /[\p{L}\p{N}\p{M}]/u;
const enders = /[.!?。！？؟।៖។\n\r;；]/u;

/** The folded form of one character of the original, often one unit, none for spaces and marks. */
const folds = new Map<string, string>();
function foldCharacter(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  let out = '';
  for (const part of character.normalize('NFKD').toLowerCase()) {
    if (marks.test(part) || !kept.test(part)) continue;
    out += single[part] ?? part;
  }
  // The alphabet of a text is small; hostile text may not make the table grow without end.
  if (folds.size < 20_000) folds.set(character, out);
  return out;
}

/** A full stop inside a number or a name (`1.000`, `t.me`) ends no sentence: only one before a space does. */
function endsSentence(original: string, index: number, character: string): boolean {
  if (!enders.test(character)) return false;
  const next = original[index + 1];
  // Lines of a picture or a letter wrap inside sentences; an empty line does not.
  if (character === '\n' || character === '\r') return next === '\n' || next === '\r';
  if (character !== '.') return true;
  return next === undefined || next === ' ' || next === '\n' || next === '\r' || next === '"';
}

/** Folds a text. Cost and memory are linear in its length. */
export function foldText(original: string): FoldedText {
  const pieces: string[] = [];
  const at: number[] = [];
  const starts: number[] = [];
  const sentence: number[] = [];
  let fresh = true;
  let current = 0;
  let index = 0;
  for (const character of original) {
    const folded = foldCharacter(character);
    if (folded === '') {
      if (!marks.test(character)) fresh = true;
      if (endsSentence(original, index, character)) current++;
    }
    for (let unit = 0; unit < folded.length; unit++) {
      at.push(index);
      starts.push(fresh ? 1 : 0);
      sentence.push(current);
      fresh = false;
    }
    if (folded !== '') pieces.push(folded);
    index += character.length;
  }
  return {
    text: pieces.join(''),
    at: Uint32Array.from(at),
    starts: Uint8Array.from(starts),
    sentence: Uint32Array.from(sentence),
  };
}
