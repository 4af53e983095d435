import type { Letter } from './paddle/decode-ctc.ts';
import { meanConfidence } from './page.ts';
import { type Piece, piecesOfLetters } from './pieces.ts';

/** What links, handles, amounts and codes are made of: PP-OCR reads it better in any language. */
const tokenLetter = /[A-Za-z0-9@:/.,_\-#+%=?&$~]/;
/** Letters further apart than this, in heights of the line, do not belong to one token. */
const APART = 1;
/** PP-OCR's word replaces Tesseract's from this confidence, and this much more than Tesseract's. */
const token = { least: 85, more: 5 } as const;
const plainWord = { least: 97, more: 8 } as const;

const isTokenText = (text: string): boolean => /[0-9@/]|\w\.\w/.test(text);

/** Runs of such letters in what PP-OCR read. `long`: width of the line by its height. */
export function findTokens(letters: readonly Letter[], long: number): Piece[] {
  const runs: Letter[][] = [[]];
  for (const letter of letters) {
    const run = runs.at(-1) ?? [];
    const last = run.at(-1);
    if (!tokenLetter.test(letter.text)) runs.push([]);
    else if (last !== undefined && (letter.at - last.at) * long > APART) runs.push([letter]);
    else run.push(letter);
  }
  return runs.flatMap((run) => piecesOfLetters(run)).filter((piece) => /[A-Za-z0-9]{2}/.test(piece.text));
}

/** Part of `piece` that lies within `other`. */
const covered = (piece: Piece, other: Piece): number =>
  (Math.min(piece.to, other.to) - Math.max(piece.from, other.from)) / Math.max(1e-6, piece.to - piece.from);

const touches = (a: Piece, b: Piece): boolean => a.from < b.to && b.from < a.to;

/** Whether both are readings of the same place: one lies in the other for the most part. */
const stands = (mine: Piece, word: Piece): boolean => covered(word, mine) > 0.5 || covered(mine, word) > 0.6;

const sorted = (text: string): string => [...text].sort().join('');

export interface PatchOptions {
  /** Width of the line by its height. */
  readonly long: number;
  /** Written from right to left: PP-OCR then gives signs before a number behind it. */
  readonly rightToLeft: boolean;
  /** Words without figures and signs too; not where PP-OCR only lost an accent. */
  readonly plainWords: boolean;
}

/** Whether PP-OCR's word is better than Tesseract's in the same place. */
function wins(mine: Piece, theirs: readonly Piece[], { plainWords, rightToLeft }: PatchOptions): boolean {
  if (theirs.length === 0) return false;
  if (isName(mine.text)) return mine.confidence >= token.least;
  const rule = isTokenText(mine.text) ? token : plainWord;
  if (rule === plainWord && !plainWords) return false;
  if (rightToLeft && sorted(mine.text) === sorted(theirs.map((w) => w.text).join(''))) return false;
  return mine.confidence >= rule.least && mine.confidence - meanConfidence(theirs) >= rule.more;
}

/** Tesseract is this sure of a word in the script of its language. */
const SURE_WORD = 85;

/**
 * PP-OCR's letters, blank where Tesseract surely read a word that has none of a token's: PP-OCR takes it for Latin. A number
 * and a name stay whole: Tesseract's boxes reach into their neighbours.
 */
function withoutForeign(letters: readonly Letter[], words: readonly Piece[]): Letter[] {
  const foreign = words.filter(
    ({ text, confidence }) => confidence >= SURE_WORD && /^\P{ASCII}{2,}[,:;.!?]?$/u.test(text),
  );
  const isForeign = ({ at }: Letter): boolean => foreign.some(({ from, to }) => from <= at && at <= to);
  return runsOf(letters).flatMap((run) => {
    if (isName(run.map(({ text }) => text).join(''))) return run;
    const strange = onlyAtEnds(run.map(isForeign));
    for (let i = run.length - 2; i >= 0; i--)
      if (strange[i + 1] === false && isFigure(run[i]) && isFigure(run[i + 1])) strange[i] = false;
    return run.map((letter, i) => (strange[i] === true ? { ...letter, text: ' ' } : letter));
  });
}

/** No word of another script stands inside a link. */
function onlyAtEnds(marks: readonly boolean[]): boolean[] {
  const first = marks.indexOf(false);
  const last = marks.lastIndexOf(false);
  return marks.map((mark, i) => mark && (first < 0 || i < first || i > last));
}

const isFigure = (letter: Letter | undefined): boolean => /^[\d.,]$/.test(letter?.text ?? '');

/** Names that stand in Latin letters in writing of every script; Tesseract makes words of its own script of them. */
const isName = (text: string): boolean =>
  /^(?:line|id|telegram|whatsapp|wechat|zalo|viber|kakao|facebook|instagram|tiktok|upi|kyc|usdt|trc20|erc20|btc|eth|vip|sms|otp|atm|pix)[:：.]?$/i.test(
    text,
  );

/** Letters in runs that are all of a token's or all not. */
function runsOf(letters: readonly Letter[]): Letter[][] {
  const runs: Letter[][] = [];
  let wasToken: boolean | undefined;
  for (const letter of letters) {
    const isToken = tokenLetter.test(letter.text);
    if (isToken === wasToken) runs.at(-1)?.push(letter);
    else runs.push([letter]);
    wasToken = isToken;
  }
  return runs;
}

/** Signs of currencies that PP-OCR does not know. */
const CURRENCY = /[€£₩₽₹฿₫៛﷼]/u;

/** PP-OCR's number with the sign of its currency, where Tesseract saw one before or behind it. */
function withCurrency(text: string, seen: string): string {
  if (!/^[\d.,]+$/.test(text)) return text;
  // Tesseract's data for Hindi has no rupee: it gives the letter that looks like it.
  if (/^र\d/u.test(seen)) return `₹${text}`;
  const [first = '', last = ''] = [[...seen].at(0), [...seen].at(-1)];
  return `${CURRENCY.test(first) ? first : ''}${text}${CURRENCY.test(last) && seen.length > 1 ? last : ''}`;
}

/** In writing from right to left, what stands before a handle or number is seen behind it. */
const signFirst = (text: string): string => text.replace(/^(.*)([@+#$])$/, '$2$1');

/** Neighbouring tokens go from left to right, also within writing that does not. */
function leftToRight(pieces: readonly Piece[], tokens: ReadonlySet<Piece>): Piece[] {
  const out: Piece[] = [];
  let run: Piece[] = [];
  for (const piece of [...pieces, undefined]) {
    if (piece !== undefined && (tokens.has(piece) || !/\p{L}/u.test(piece.text))) run.push(piece);
    else {
      out.push(...(run.some((p) => tokens.has(p)) ? run.sort((a, b) => a.from - b.from) : run));
      run = [];
      if (piece !== undefined) out.push(piece);
    }
  }
  return out;
}

/**
 * Tesseract's words, with PP-OCR's in the place of those that they read better. Keeps Tesseract's order, which is that
 * of the writing.
 */
export function patchTokens(
  words: readonly Piece[],
  letters: readonly Letter[],
  options: PatchOptions,
): Piece[] {
  const better = findTokens(withoutForeign(letters, words), options.long).filter((mine) =>
    wins(
      mine,
      words.filter((word) => stands(mine, word)),
      options,
    ),
  );
  const placed = new Map<Piece, Piece>();
  const patched = words.flatMap((word): Piece[] => {
    const near = better.filter((t) => stands(t, word));
    const share = near.reduce((sum, t) => sum + Math.max(0, covered(word, t)), 0);
    // Where its box is wrong: PP-OCR's token of the same text.
    const mine = share > 0.5 ? near : better.filter((t) => t.text === word.text && touches(word, t));
    if (mine.length === 0) return [word];
    return mine
      .filter((t) => !placed.has(t))
      .map((t, i) => {
        const seen = words.filter((w) => covered(w, t) > 0.5).map((w) => w.text);
        const text = withCurrency(options.rightToLeft ? signFirst(t.text) : t.text, seen.join(''));
        const piece = { ...t, text, glued: i === 0 && word.glued };
        placed.set(t, piece);
        return piece;
      });
  });
  return options.rightToLeft ? leftToRight(patched, new Set(placed.values())) : patched;
}

const base = (letter: string): string =>
  letter.normalize('NFD').replace(/\p{M}/gu, '').replace('đ', 'd').replace('Đ', 'D');

/** A space that is seen to be one: it divides links too. */
const WIDE = '\u2003';
/** So much, in heights of the line, is between two words, and not between two letters of a link. */
const WIDE_GAP = 0.17;

/** Tesseract's words as one text, its wide spaces marked. `long`: width of the line by its height. */
export function withWideSpaces(words: readonly Piece[], long: number): string {
  return words
    .map(({ text, from }, i) => {
      const before = words[i - 1];
      if (before === undefined) return text;
      return `${(from - before.to) * long >= WIDE_GAP ? WIDE : ' '}${text}`;
    })
    .join('');
}

/** Lines longer than this are not aligned: the work grows with the square. */
const MOST_LETTERS = 400;

/**
 * PP-OCR's letters with the accents that Tesseract saw: where both agree on the letter below the accent, Tesseract's
 * stands. Its spaces are taken where both neighbours agree.
 */
export function takeAccents(letters: readonly Letter[], accented: string): readonly Letter[] {
  const other = [...accented];
  if (letters.length > MOST_LETTERS || other.length > MOST_LETTERS) return letters;
  return align(letters, other).flatMap(([letter, seen]): Letter[] => {
    if (letter === undefined) {
      if (seen === undefined) return [];
      const isSpace =
        seen.agreed && (seen.text === WIDE || (seen.text === ' ' && !isInLink(letters, seen.at)));
      if (isSpace) return [{ text: ' ', at: seen.at, score: 1 }];
      return CURRENCY.test(seen.text) ? [{ ...seen, score: 1 }] : [];
    }
    return [seen === undefined || seen.text.trim() === '' ? letter : { ...letter, text: seen.text }];
  });
}

/** Letters stand on both sides of a space; of one that is wide, figures may too. */
const endsWord = (letter: string, space: string | undefined): boolean =>
  (space === WIDE ? /[\p{L}\p{N}]/u : /\p{L}/u).test(letter);

/** What comes before on the same word has a dot, slash or at sign already: a link is not cut apart. */
function isInLink(letters: readonly Letter[], at: number): boolean {
  const before = letters.filter((letter) => letter.at < at).map(({ text }) => text);
  return /[/@:]|[a-z]\.[a-z]/i.test(before.slice(before.lastIndexOf(' ') + 1).join(''));
}

interface Seen {
  readonly text: string;
  readonly at: number;
  /** Both neighbours are letters on which the readers agree. */
  readonly agreed: boolean;
}

/** Pairs of letters and what Tesseract has in their place, by the longest common subsequence of their bases. */
function align(
  letters: readonly Letter[],
  other: readonly string[],
): [Letter | undefined, Seen | undefined][] {
  const [n, m] = [letters.length, other.length];
  const same = (i: number, j: number): boolean =>
    base(letters[i]?.text ?? '') === base(other[j] === WIDE ? ' ' : (other[j] ?? ' '));
  const longest = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
  const cell = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--) {
      const row = longest[i];
      if (row !== undefined)
        row[j] = same(i, j) ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  const pairs: [Letter | undefined, Seen | undefined][] = [];
  let [i, j] = [0, 0];
  let agreed = false;
  while (i < n || j < m) {
    const at = letters[Math.min(i, n - 1)]?.at ?? 0;
    if (i < n && j < m && same(i, j)) {
      pairs.push([letters[i++], { text: other[j++] ?? '', at, agreed: true }]);
      agreed = endsWord(other[j - 1] ?? '', other[j]);
    } else if (j < m && (i >= n || cell(i, j + 1) >= cell(i + 1, j))) {
      const next = i < n && j + 1 < m && same(i, j + 1) && endsWord(other[j + 1] ?? '', other[j]);
      pairs.push([undefined, { text: other[j] ?? '', at, agreed: agreed && next }]);
      agreed = false;
      j += 1;
    } else {
      pairs.push([letters[i++], undefined]);
      agreed = false;
    }
  }
  return pairs;
}
